import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { maskText, withoutPersonalData } from './personal.js';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** Name of the program in every line: `counter`, `projector`, … */
  app: string;
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `json`: one object a line. `pretty`: for people. */
  format: 'json' | 'pretty';
}

/**
 * The structured log of a program, on standard error so that standard output stays for results. Instants in UTC.
 * Personal data are taken out of objects by their keys and out of texts by their shape.
 * @param destination where the lines go; for tests
 */
export function createLogger(options: LoggerOptions, destination?: DestinationStream): Logger {
  const settings = {
    level: options.level,
    base: { app: options.app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => withoutPersonalData(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(this: Logger, args: Parameters<pino.LogFn>, method: pino.LogFn) {
        const masked = args.map((each: unknown) => (typeof each === 'string' ? maskText(each) : each));
        method.apply(this, masked as Parameters<pino.LogFn>);
      },
    },
  };
  if (destination) return pino(settings, destination);
  if (options.format === 'json') return pino(settings, pino.destination({ fd: 2, sync: true }));
  const target = {
    target: 'pino-pretty',
    options: { destination: 2, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
  };
  // A transport runs in another thread, where the level formatter cannot be given.
  return pino({ ...settings, formatters: { log: settings.formatters.log }, transport: target });
}
