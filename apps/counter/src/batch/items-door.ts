import type { CommandBus } from '@nestjs/cqrs';
import type { Application, ExecuteCommand } from '#application';
import type { Door } from '#event-store';
import type { Problem } from '#platform';
import type { Caller } from '../caller/caller.js';
import { Dispatcher } from '../commands/dispatcher.js';
import type { ItemVerdictDto } from './batch.dto.js';
import { BatchService, readItem } from './batch.service.js';
import type { Item } from './envelope.js';

/** The door of batches without HTTP around it: for a file of commands. */
export interface ItemsDoor {
  /** What is wrong with the form of an item, before anybody is asked; null: nothing. */
  fault(body: Record<string, unknown>): Problem | null;
  /** Carries items out, each with a verdict of its own, in their order; those of one stream one after the other. */
  execute(items: Item[], caller: Caller): Promise<ItemVerdictDto[]>;
}

export function itemsDoor({ handler, store }: Pick<Application, 'handler' | 'store'>, door: Door): ItemsDoor {
  const bus = { execute: (command: ExecuteCommand) => handler.execute(command) } as unknown as CommandBus;
  const batch = new BatchService(new Dispatcher(bus, store), handler);
  return {
    fault(body) {
      const reading = readItem(body);
      return 'problem' in reading ? reading.problem : (reading.refused ?? null);
    },
    execute: (items, caller) => batch.execute(items, caller, door),
  };
}
