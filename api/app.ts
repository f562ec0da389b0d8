import type { ReleasePlan } from '../catalogue/calendar.ts';
import type { Database } from '../warehouse/database.ts';
import type { Listening } from '../warehouse/notifications.ts';
import { cellLimit } from '../warehouse/series.ts';
import { guardAccess } from './access/access.ts';
import { keepAudit } from './access/audit-hook.ts';
import type { Oidc } from './access/oidc.ts';
import { type PasswordCost, passwordCost } from './access/password.ts';
import { type AccessOptions, createReaders, type Readers } from './access/readers.ts';
import { accessRoutes } from './access/routes.ts';
import { alertReplayRoutes, alertRoutes } from './alerts.ts';
import { type Answers, createAnswers } from './answers.ts';
import { availabilityRoutes } from './availability.ts';
import { bridgeRoutes } from './bridge.ts';
import { calendarActRoutes, calendarFileRoute, calendarRoutes } from './calendar.ts';
import { catalogueChangeRoutes } from './catalogue-changes.ts';
import { checkRoutes } from './checks.ts';
import type { Collection } from './collection.ts';
import { comparisonRoutes } from './comparison.ts';
import { coverageRoutes } from './coverage.ts';
import { deliveryRoutes } from './deliveries.ts';
import { deliveryWorkRoutes, type ReceiveUpload } from './delivery-work.ts';
import type { Desk } from './desk.ts';
import { draftRoutes } from './drafts.ts';
import { estimateActRoutes, estimateRoutes } from './estimates.ts';
import type { ExportLimits } from './exports/job.ts';
import { openExports } from './exports/open.ts';
import { exportRoutes } from './exports/routes.ts';
import { feedRoute } from './feed.ts';
import { actRoutes, findingRoutes } from './findings.ts';
import type { TableFiles } from './formats/files.ts';
import { groupRoutes } from './groups.ts';
import { healthRoutes } from './health.ts';
import { highlightRoutes } from './highlights.ts';
import { catalogueRoutes } from './indicators.ts';
import { type ModelsBehind, methodRoutes } from './methods.ts';
import { metricsRoute, watchRequests } from './metrics.ts';
import { monthRoutes } from './month.ts';
import { monthActRoutes } from './month-acts.ts';
import { monthsRoutes } from './months.ts';
import { noteActRoutes, noteRoutes } from './notes.ts';
import { describeApi, openApiRoute } from './openapi.ts';
import { originRoutes } from './origin.ts';
import { createOutflow, type OutflowLimits } from './outflow.ts';
import { overviewRoutes } from './overview.ts';
import { pages } from './pages.ts';
import { parkTenantRoutes } from './park-tenants.ts';
import { qualityRoutes } from './quality.ts';
import { qualityBoardRoutes } from './quality-board.ts';
import { queryRoutes } from './query.ts';
import { rankingRoutes } from './ranking.ts';
import { releaseRoutes } from './releases.ts';
import { reminderLetterRoutes } from './reminder-letters.ts';
import { reminderRoutes } from './reminders.ts';
import { type ReportTexts, reportTextActRoutes, reportTextRoutes } from './report-texts.ts';
import { reportRoutes } from './reports.ts';
import { returnRoutes } from './returns.ts';
import { revisionRoutes } from './revisions.ts';
import { ruleRoutes } from './rules.ts';
import { savedQueryRoutes } from './saved-queries.ts';
import { sdmxRoutes, sdmxVariant } from './sdmx/routes.ts';
import { base as sdmxPrefix } from './sdmx/structure.ts';
import { seasonalRoutes } from './seasonal.ts';
import { type RateLimit, secure } from './security.ts';
import { seriesRoutes } from './series.ts';
import {
  type Context,
  createServer,
  type Delivery,
  type Logger,
  type Server,
  type Writes,
} from './server.ts';
import { simulatedRoutes } from './simulated.ts';
import { type SqlMode, sqlRoutes } from './sql.ts';
import { structureRoutes } from './structure.ts';
import { submissionRoutes } from './submission.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { tenantRoutes } from './tenants.ts';
import { traceRoutes } from './trace.ts';
import type { Tracing } from './tracing.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';
import { acceptUploads } from './uploads.ts';
import { vintageRoutes } from './vintages.ts';
import { guardWrites } from './writes.ts';

const prefix = '/api/v1';

export interface AppOptions {
  readonly database: Database;
  /** Folder of the built pages; null or without an index, the root says how to build them. */
  readonly siteDir: string | null;
  readonly now: () => Date;
  readonly logger?: Logger;
  /** Null: no limit. */
  readonly rateLimit?: RateLimit | null;
  readonly outflow?: OutflowLimits;
  /** What needs files or the engine; without it such routes say that they are not served here. */
  readonly collection?: Collection | null;
  readonly desk?: Desk | null;
  readonly tracing?: Tracing | null;
  /** Sentences of reports; null: not told here. */
  readonly texts?: ReportTexts | null;
  /** The SQL behind the indicators. */
  readonly models?: ModelsBehind | null;
  /** SQL over released files. */
  readonly sqlMode?: SqlMode | null;
  readonly receive?: ReceiveUpload | null;
  readonly files?: TableFiles | null;
  /** Folder of exported files; null: none are made. */
  readonly exportFolder?: string | null;
  readonly exportLimits?: ExportLimits;
  /** Closed unless said otherwise: until there are accounts, whoever reaches the server could write. */
  readonly writes?: Writes;
  /** When months are to be published; null: nobody plans it. */
  readonly plan?: ReleasePlan | null;
  /** Whom readers may ask about the figures. */
  readonly contact?: string | null;
  /** How mails go out; unless said otherwise, none do. */
  readonly delivery?: Delivery;
  /** Who is who; unless said otherwise, whoever is at this machine while there are no accounts. */
  readonly access?: AccessOptions;
  /** Signing in elsewhere; null: local accounts only. */
  readonly oidc?: Oidc | null;
  readonly cost?: PasswordCost;
}

/** The API and the pages, ready to listen or to be asked by `inject`. Closing it leaves the database open. */
export function buildApp({
  database,
  siteDir,
  now,
  logger = false,
  rateLimit = null,
  outflow,
  collection = null,
  desk = null,
  tracing = null,
  texts = null,
  models = null,
  sqlMode = null,
  receive = null,
  files = null,
  exportFolder = null,
  exportLimits,
  writes = 'closed',
  plan = null,
  contact = null,
  delivery = { mail: false, publicUrl: null },
  access = { signIn: 'auto', published: 'signed-in' },
  oidc = null,
  cost = passwordCost,
}: AppOptions): Server {
  const context: Context = {
    database,
    now,
    writes,
    plan,
    contact,
    published: access.published,
    delivery,
    files,
  };
  const answers = createAnswers();
  const sending = createOutflow(outflow);
  const server = createServer(logger);
  server.decorate('answers', answers);
  const watched = watchRequests(server);
  const readers = createReaders(database, now, access, () => answers.enabled);
  secure(server, rateLimit, readers);
  forgetReaders(answers, readers);
  guardAccess(server, access, readers);
  keepAudit(server, context);
  describeApi(server, { cells: cellLimit, requests_per_minute: rateLimit?.perMinute ?? null });
  server.register(async (scope: Server) => {
    healthRoutes(scope, context, 'root');
    metricsRoute(scope, context, watched);
  });
  server.register(async (scope: Server) => {
    answers.keepFor(scope);
    openApiRoute(scope);
    feedRoute(scope, context);
  });
  server.register(async (scope: Server) => unsubscribeRoutes(scope, context));
  server.register(async (scope: Server) => healthRoutes(scope, context, 'api'), { prefix });
  server.register(
    async (scope: Server) => {
      answers.keepFor(scope);
      sending.watch(scope);
      catalogueRoutes(scope, context);
      catalogueChangeRoutes(scope);
      seriesRoutes(scope, context);
      queryRoutes(scope, context);
      availabilityRoutes(scope, context);
      comparisonRoutes(scope, context);
      rankingRoutes(scope, context);
      groupRoutes(scope, context);
      overviewRoutes(scope, context);
      highlightRoutes(scope, context);
      seasonalRoutes(scope, context);
      releaseRoutes(scope, context);
      draftRoutes(scope, context);
      revisionRoutes(scope, context);
      vintageRoutes(scope, context);
      structureRoutes(scope, context);
      coverageRoutes(scope, context);
      originRoutes(scope, context);
      methodRoutes(scope, context, models);
      returnRoutes(scope, context);
      bridgeRoutes(scope, context);
      noteRoutes(scope, context);
      traceRoutes(scope, context, tracing);
      estimateRoutes(scope, context);
      qualityRoutes(scope, context);
      qualityBoardRoutes(scope, context);
      reminderRoutes(scope, context);
      checkRoutes(scope, context);
      deliveryRoutes(scope, context);
      findingRoutes(scope, context);
      ruleRoutes(scope);
      tenantRoutes(scope, context);
      parkTenantRoutes(scope, context);
      reportRoutes(scope, context);
      alertReplayRoutes(scope, context);
    },
    { prefix },
  );
  const exports = openExports(server, context, exportFolder, exportLimits);
  server.register(
    async (scope: Server) => {
      sending.watch(scope);
      exportRoutes(scope, context, exports);
    },
    { prefix },
  );
  // Depends on the time of day, or on what would be drawn up now: no answer is kept.
  server.register(
    async (scope: Server) => {
      monthRoutes(scope, context);
      monthsRoutes(scope, context, desk);
      submissionRoutes(scope, context, desk);
      calendarRoutes(scope, context);
      reportTextRoutes(scope, context, texts);
    },
    { prefix },
  );
  server.register(async (scope: Server) => {
    calendarFileRoute(scope, context);
    simulatedRoutes(scope, desk);
  });
  server.register(
    async (scope: Server) => {
      guardWrites(scope, context);
      savedQueryRoutes(scope, context);
      subscriptionRoutes(scope, context);
      alertRoutes(scope, context);
      sqlRoutes(scope, context, sqlMode);
    },
    { prefix },
  );
  server.register(
    async (scope: Server) => {
      guardWrites(scope, context);
      acceptUploads(scope);
      actRoutes(scope, context);
      noteActRoutes(scope, context);
      reportTextActRoutes(scope, context, texts);
      estimateActRoutes(scope, context);
      reminderLetterRoutes(scope, context);
      monthActRoutes(scope, context, desk);
      calendarActRoutes(scope, context);
      deliveryWorkRoutes(scope, context, collection, receive);
    },
    { prefix },
  );
  server.register(
    async (scope: Server) => accessRoutes(scope, { ...context, readers, options: access, oidc, cost }),
    { prefix },
  );
  server.register(
    async (scope: Server) => {
      answers.keepFor(scope, sdmxVariant);
      sdmxRoutes(scope, context);
    },
    { prefix: sdmxPrefix },
  );
  server.register(async (scope: Server) => pages(scope, siteDir));
  followAnnouncements(server, database);
  return server;
}

/** What is remembered of accounts goes as soon as one changes, and while nobody could say so. */
function forgetReaders({ events }: Answers, readers: Readers): void {
  events.on('cleared', (channel) => channel === 'access_changed' && readers.forget());
  events.on('enabled', () => readers.forget());
  events.on('disabled', () => readers.forget());
}

function followAnnouncements(server: Server, database: Database): void {
  let listening: Listening | undefined;
  server.addHook('onReady', async () => {
    listening = await server.answers.follow(database);
  });
  server.addHook('onClose', () => listening?.close());
}
