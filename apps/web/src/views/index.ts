import type { Meta } from '../api.js';
import type { Address } from '../navigation.js';
import type { ViewName } from './addresses.js';
import { Dossier } from './dossier/dossier.js';
import { dossier } from './dossier/texts.vi.js';
import { Drill } from './drill/drill.js';
import { drill } from './drill/texts.vi.js';
import { Operations } from './operations/operations.js';
import { operations } from './operations/texts.vi.js';
import { Overview } from './overview/overview.js';
import { overview } from './overview/texts.vi.js';
import { Unit } from './unit/unit.js';
import { unit } from './unit/texts.vi.js';
import { Worklist } from './worklist/worklist.js';
import { worklist } from './worklist/texts.vi.js';

interface View {
  name: string;
  /** among the links at the head of the page */
  inNavigation: boolean;
  Body: (props: { meta: Meta; address: Address }) => React.ReactNode;
}

/** The views of the page, in the order of its navigation. One more is a folder, a line here, and one among the addresses. */
export const VIEWS: Record<ViewName, View> = {
  overview: { name: overview.name, inNavigation: true, Body: Overview },
  unit: { name: unit.name, inNavigation: true, Body: Unit },
  worklist: { name: worklist.name, inNavigation: true, Body: Worklist },
  dossier: { name: dossier.name, inNavigation: true, Body: Dossier },
  drill: { name: drill.name, inNavigation: false, Body: Drill },
  operations: { name: operations.name, inNavigation: true, Body: Operations },
};
