import type * as page from '../../web/src/api.js';
import { VIEWS } from '../src/live/live.controller.js';
import { changesFrame, figuresFrame, heartbeatFrame } from '../src/live/frames.js';
import type { DossierView } from '../src/dossier/dossier.query.js';
import type { DrillView } from '../src/drill/drill.query.js';
import type { MetaView } from '../src/meta/meta.query.js';
import type { OperationsView } from '../src/operations/operations.query.js';
import type { OverviewView } from '../src/overview/overview.query.js';
import type { SearchView } from '../src/search/search.query.js';
import type { SharedCodeView, UnitView } from '../src/unit/unit.query.js';
import type { WeekPoint } from '../src/weeks/weeks.query.js';
import type { WorklistView } from '../src/worklist/worklist.query.js';
import { describedEvents, describedParameters } from './described-live.js';

/** True where every answer of the API is one that the page can read; the compiler says where it is not. */
type Reads<Answer extends Asked, Asked> = [Answer, Asked] extends [never, never] ? never : true;

/** The page tells a target's sign from these two; the data may hold others. */
type Loose<T> = T extends { op: string }
  ? Omit<T, 'op'> & { op: string }
  : T extends (infer Item)[]
    ? Loose<Item>[]
    : T extends object
      ? { [K in keyof T]: Loose<T[K]> }
      : T;

const contract: {
  overview: Reads<OverviewView, Loose<page.Overview>>;
  weeks: Reads<WeekPoint, page.WeekPoint>;
  unit: Reads<UnitView, Loose<page.UnitView>>;
  sharedCode: Reads<SharedCodeView, Loose<page.SharedCode>>;
  drill: Reads<DrillView, page.Drill>;
  worklist: Reads<WorklistView, page.Worklist>;
  dossier: Reads<DossierView, page.DossierView>;
  operations: Reads<OperationsView, page.Operations>;
  meta: Reads<MetaView, page.Meta>;
  search: Reads<
    SearchView,
    { items: { code: string; unit: page.UnitName | null; procedure: page.ProcedureName | null }[] }
  >;
} = {
  overview: true,
  weeks: true,
  unit: true,
  sharedCode: true,
  drill: true,
  worklist: true,
  dossier: true,
  operations: true,
  meta: true,
  search: true,
};

describe('the answers of the API', () => {
  it('have the types that the page reads them with', () => {
    expect(Object.values(contract)).not.toContain(false);
  });
});

describe('the live stream in docs/asyncapi.yaml', () => {
  it('has the events that are sent, and the parameters that are read', () => {
    const frames = [
      figuresFrame('1', '{}'),
      changesFrame('1', '{}'),
      heartbeatFrame({ epoch: '', instant: '', lagSeconds: 0, live: true }),
    ];
    const sent = frames.map((frame) => /^event: (\w+)$/m.exec(frame.toString())![1]);
    expect(describedEvents).toEqual(sent);
    expect(describedParameters).toEqual({ view: Object.keys(VIEWS), changes: ['true', 'false'] });
  });
});
