import { Query } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';

export interface WorklistExport {
  /** name of the file */
  name: string;
  /** CSV: UTF-8 with a byte order mark, commas; page by page as it is read */
  lines: AsyncIterable<string>;
}

/** All pages of the work list. Parameters: as of the work list, without after and limit. */
export class WorklistExportQuery extends Query<WorklistExport> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
