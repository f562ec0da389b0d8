import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../warehouse/database.ts';
import { type Operation, readOperation } from '../warehouse/operation.ts';
import { noParameters, orRefused, Type } from './schema.ts';
import type { Context, Reply, Server } from './server.ts';

const patienceMs = 2_000;
/** Node measures from one look to the next: a loop that never lags shows the pause between two. */
const lookEveryMs = 20;
const mediaType = 'text/plain; version=0.0.4; charset=utf-8';

const schema = {
  operationId: 'readMetrics',
  tags: ['operation'],
  summary: '运行指标（Prometheus） | Metrics for Prometheus',
  description:
    '请求数与时长、任务、到期未做、报送、月份状态、邮件、连接池、内存。数据库答得慢时仍有进程自身的指标；连不上时与其他接口一样回答503。 | Requests and their durations, jobs, what is overdue, deliveries, states of months, mails, connections, memory. Where the database is too slow, those of the process alone; where it is away, 503 as everywhere.',
  querystring: noParameters,
  response: {
    200: {
      description: 'Prometheus text format 0.0.4',
      content: {
        'text/plain': {
          schema: Type.String(),
          example: '# TYPE parkstat_database_up gauge\nparkstat_database_up 1\n',
        },
      },
    },
    ...orRefused(400),
  },
};

/** Counts the requests to a server from now on, and keeps an eye on its event loop. */
export function watchRequests(server: Server): Registry {
  const registry = new Registry();
  const labelNames = ['method', 'route', 'status'];
  const registers = [registry];
  const requests = new Counter({
    name: 'parkstat_http_requests_total',
    help: 'Requests answered',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: 'parkstat_http_request_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5, 30],
    registers,
  });
  server.addHook('onResponse', (request, reply, done) => {
    // The pattern of the route, never the address: codes of tenants may stand in it.
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method, route, status: String(reply.statusCode) });
    seconds.observe({ method, route }, reply.elapsedTime / 1000);
    done();
  });
  const lag = monitorEventLoopDelay({ resolution: lookEveryMs });
  server.addHook('onReady', async () => void lag.enable());
  server.addHook('onClose', async () => void lag.disable());
  addProcess(registry, lag);
  return registry;
}

/** Under the names that dashboards of Node.js programs know. */
function addProcess(registry: Registry, lag: ReturnType<typeof monitorEventLoopDelay>): void {
  const told: Readonly<Record<string, readonly [help: string, read: () => number]>> = {
    nodejs_eventloop_lag_p99_seconds: [
      'Event loop lag since the last reading, 99th percentile',
      () => lagOf(lag.percentile(99)),
    ],
    nodejs_eventloop_lag_max_seconds: [
      'Event loop lag since the last reading, the longest',
      () => {
        const longest = lag.count > 0 ? lagOf(lag.max) : 0;
        lag.reset();
        return longest;
      },
    ],
    nodejs_heap_size_used_bytes: ['Heap in use', () => process.memoryUsage().heapUsed],
    nodejs_external_memory_bytes: ['Memory outside the heap', () => process.memoryUsage().external],
    process_resident_memory_bytes: ['Resident memory', () => process.memoryUsage.rss()],
    process_uptime_seconds: ['Since the process began', () => process.uptime()],
  };
  for (const [name, [help, read]] of Object.entries(told))
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
}

/** Nanoseconds between two looks, as seconds of lag. */
function lagOf(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - lookEveryMs) / 1e3;
}

/** The metrics of the process and of the work, for a machine that watches. */
export function metricsRoute(server: Server, { database, now }: Context, registry: Registry): void {
  server.get('/metrics', { config: { access: 'operation' }, schema }, async (_request, reply) => {
    const operation = await inTime(readOperation(database, now()));
    const text = `${await registry.metrics()}${await workMetrics(database, operation).metrics()}`;
    (reply as Reply).header('cache-control', 'no-store').type(mediaType).send(text);
    return reply as never;
  });
}

/** Null when the database fails or takes too long: a scrape is answered all the same. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  const { promise: tooLong, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), patienceMs);
  const done = work.catch(() => null);
  return Promise.race([done, tooLong]).finally(() => clearTimeout(timer));
}

type Point = readonly [labels: Readonly<Record<string, string>>, value: number];

function workMetrics({ pool }: Database, operation: Operation | null): Registry {
  const registry = new Registry();
  const add = (name: string, help: string, points: readonly Point[]) => {
    const labelNames = Object.keys(points[0]?.[0] ?? {});
    const options = { name, help, labelNames, registers: [registry] };
    const counter = name.endsWith('_total') ? new Counter(options) : null;
    const gauge = counter ? null : new Gauge(options);
    for (const [labels, value] of points) {
      counter?.inc(labels, value);
      gauge?.set(labels, value);
    }
  };
  add('parkstat_database_up', 'Whether the database answers', [[{}, operation ? 1 : 0]]);
  add('parkstat_database_connections', 'Connections of the pool, and requests that wait for one', [
    [{ state: 'open' }, pool.totalCount],
    [{ state: 'idle' }, pool.idleCount],
    [{ state: 'waiting' }, pool.waitingCount],
  ]);
  if (operation) for (const [name, help, points] of pointsOf(operation)) add(name, help, points);
  return registry;
}

const stamp = (at: Date) => at.getTime() / 1000;

function pointsOf(found: Operation): readonly (readonly [string, string, readonly Point[]])[] {
  const { runs, slots, deliveries, releases, mails, months } = found;
  const done = runs.filter(({ state }) => state === 'done');
  return [
    [
      'parkstat_job_runs_total',
      'Runs of each job by how they ended',
      runs.map((one) => [{ job: one.job, state: one.state }, one.runs]),
    ],
    [
      'parkstat_job_last_success_timestamp_seconds',
      'When a job was last done',
      done.map(({ job, last }) => [{ job }, stamp(last)]),
    ],
    ['parkstat_open_slots', 'Scheduled work that is due', slots.map(({ job, open }) => [{ job }, open])],
    [
      'parkstat_open_slot_due_timestamp_seconds',
      'When the oldest of it fell due',
      slots.map(({ job, oldest }) => [{ job }, stamp(oldest)]),
    ],
    [
      'parkstat_deliveries',
      'Deliveries by what became of them',
      deliveries.map((one) => [{ stage: one.stage }, one.deliveries]),
    ],
    ['parkstat_releases', 'Releases published', [[{}, releases.releases]]],
    [
      'parkstat_last_release_timestamp_seconds',
      'When the last one was',
      releases.last ? [[{}, stamp(releases.last)]] : [],
    ],
    [
      'parkstat_mails',
      'Mails that wait to be sent, and that were given up',
      [
        [{ state: 'waiting' }, mails.waiting],
        [{ state: 'given_up' }, mails.given_up],
      ],
    ],
    [
      'parkstat_month_state',
      'The state in which a month is: 1',
      months.map(({ period, state }) => [{ period, state }, 1]),
    ],
  ];
}
