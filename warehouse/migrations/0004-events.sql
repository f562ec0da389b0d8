alter table delivery
  -- Returns and cancellations at rest, and records of customs messages at rest, below the data folder.
  add column event_file text,
  add column message_file text;

-- What a delivery covers with returns and cancellations, by the month of the event.
create table event_coverage (
  delivery_id text not null references delivery,
  customs_mode text not null,
  flow text not null,
  period text not null,
  events bigint not null,
  primary key (delivery_id, customs_mode, flow, period)
);
create index event_coverage_by_period on event_coverage (period, customs_mode, flow);

-- The delivery whose returns and cancellations are in force for a tenant's mode, flow and month: the latest accepted one.
create view event_in_force as
select distinct on (delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period)
  delivery.uscc,
  coverage.customs_mode,
  coverage.flow,
  coverage.period,
  coverage.delivery_id,
  coverage.events,
  delivery.event_file
from event_coverage as coverage
join delivery on delivery.id = coverage.delivery_id
where delivery.stage = 'accepted'
order by delivery.uscc, coverage.customs_mode, coverage.flow, coverage.period,
  delivery.received_at desc, delivery.file_time desc, delivery.sha256 desc;
