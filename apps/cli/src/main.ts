import { CommanderError } from 'commander';
import { createProgram, type Status } from './program.js';

let status: Status | 2 = 0;
try {
  await createProgram((result) => {
    status = result;
  }).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // help asked for is no fault
  status = error.exitCode === 0 ? 0 : 2;
}
process.exitCode = status;
