import { OperatorError } from '../faults/operator-error.js';

/** How one environment variable is read: `parse` gives the value, or throws a Fault whose message ends the sentence "NAME …". */
export interface Setting<T> {
  parse(text: string): T;
  /** The value when the variable is missing or empty. */
  fallback: T;
}

class Fault extends Error {}

export type Settings = Record<string, Setting<unknown>>;
export type Config<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** Some settings are wrong. The message has one sentence for each. */
export class ConfigError extends OperatorError {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
  }
}

export function text<T extends string | null>(fallback: T): Setting<string | T> {
  return { fallback, parse: (value) => value };
}

export function integer(fallback: number, min: number, max: number): Setting<number> {
  return {
    fallback,
    parse(value) {
      const number = Number(value);
      if (!/^-?\d+$/.test(value) || number < min || number > max) {
        throw new Fault(`must be a whole number from ${min} to ${max}, not "${value}".`);
      }
      return number;
    },
  };
}

export function oneOf<const T extends string>(values: readonly T[], fallback: T): Setting<T> {
  return {
    fallback,
    parse(value) {
      const found = values.find((each) => each === value);
      if (found === undefined) throw new Fault(`must be one of ${values.join(', ')}, not "${value}".`);
      return found;
    },
  };
}

export function flag(fallback: boolean): Setting<boolean> {
  return {
    fallback,
    parse(value) {
      if (/^(true|1|yes|on)$/i.test(value)) return true;
      if (/^(false|0|no|off)$/i.test(value)) return false;
      throw new Fault(`must be true or false, not "${value}".`);
    },
  };
}

/** `host:port,host:port`; empty: none. */
export function addresses(): Setting<string[]> {
  return {
    fallback: [],
    parse(value) {
      const list = value.split(',').map((each) => each.trim());
      const bad = list.find((each) => !/^(\[[0-9a-f:]+\]|[A-Za-z0-9._-]+):\d{1,5}$/i.test(each));
      if (bad !== undefined) throw new Fault(`must be a list like host:9092,host:9092, not "${bad}".`);
      return list;
    },
  };
}

/** The name of a Kafka topic. */
export function topicName(fallback: string): Setting<string> {
  return {
    fallback,
    parse(value) {
      if (!/^[A-Za-z0-9._-]{1,249}$/.test(value) || value === '.' || value === '..') {
        throw new Fault('must be a topic name: letters, digits, dots, underscores and hyphens, at most 249.');
      }
      return value;
    },
  };
}

/** A connection URL of PostgreSQL; the fault never shows the value, which holds a password. */
export function postgresUrl(): Setting<string | null> {
  return {
    fallback: null,
    parse(value) {
      if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol)) {
        throw new Fault('must be an address like postgresql://user:password@host:5432/database.');
      }
      return value;
    },
  };
}

/**
 * Reads `settings` from the environment. An empty variable counts as missing.
 * @throws ConfigError with one clear sentence for every wrong variable
 */
export function readConfig<S extends Settings>(settings: S, env: NodeJS.ProcessEnv = process.env): Config<S> {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const value = env[name]?.trim() ?? '';
    try {
      config[name] = value === '' ? setting.fallback : setting.parse(value);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(`${name} ${error.message}`);
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return config as Config<S>;
}

/** The settings that all apps share. An app adds its own: `readConfig({ ...platformSettings, PORT: integer(3000, 0, 65535) })`. */
export const platformSettings = {
  /** Not set: the embedded PostgreSQL in DATA_DIR. */
  DATABASE_URL: postgresUrl(),
  DATABASE_POOL_SIZE: integer(10, 1, 200),
  DATA_DIR: text('data'),
  /** Not set: the stream is read straight from the log. */
  KAFKA_BROKERS: addresses(),
  /** Where counters may send commands, and where those that are refused are told; with KAFKA_BROKERS only. */
  COMMANDS_TOPIC: topicName('commands'),
  COMMANDS_REJECTED_TOPIC: topicName('commands-rejected'),
  HOST: text('127.0.0.1'),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info'),
  LOG_FORMAT: oneOf(['json', 'pretty'], 'json'),
  TRACKER_MASTER_KEY: text(null),
} satisfies Settings;

export type PlatformConfig = Config<typeof platformSettings>;
