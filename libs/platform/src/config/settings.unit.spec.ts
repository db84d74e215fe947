import {
  addresses,
  ConfigError,
  flag,
  integer,
  oneOf,
  platformSettings,
  postgresUrl,
  readConfig,
  text,
} from './settings.js';

const settings = {
  PORT: integer(3000, 0, 65535),
  LEVEL: oneOf(['low', 'high'], 'low'),
  DEMO: flag(true),
  KAFKA_BROKERS: addresses(),
  DATABASE_URL: postgresUrl(),
  NAME: text('tracker'),
};

describe('the configuration', () => {
  it('takes the fallbacks for what is missing or empty', () => {
    expect(readConfig(settings, { PORT: '', NAME: '  ' })).toEqual({
      PORT: 3000,
      LEVEL: 'low',
      DEMO: true,
      KAFKA_BROKERS: [],
      DATABASE_URL: null,
      NAME: 'tracker',
    });
  });

  it('reads every kind', () => {
    const env = {
      PORT: '8080',
      LEVEL: 'high',
      DEMO: 'no',
      KAFKA_BROKERS: '127.0.0.1:9092, kafka:9092,[::1]:9092',
      DATABASE_URL: 'postgresql://tracker:secret@db/tracker',
      NAME: ' x ',
    };
    expect(readConfig(settings, env)).toEqual({
      PORT: 8080,
      LEVEL: 'high',
      DEMO: false,
      KAFKA_BROKERS: ['127.0.0.1:9092', 'kafka:9092', '[::1]:9092'],
      DATABASE_URL: 'postgresql://tracker:secret@db/tracker',
      NAME: 'x',
    });
  });

  it('tells every fault at once, one sentence each', () => {
    const env = {
      PORT: '70000',
      LEVEL: 'medium',
      DEMO: 'perhaps',
      KAFKA_BROKERS: 'kafka',
      DATABASE_URL: 'mysql://u:hidden@h/d',
    };
    const read = (): unknown => readConfig(settings, env);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      [
        'PORT must be a whole number from 0 to 65535, not "70000".',
        'LEVEL must be one of low, high, not "medium".',
        'DEMO must be true or false, not "perhaps".',
        'KAFKA_BROKERS must be a list like host:9092,host:9092, not "kafka".',
        'DATABASE_URL must be an address like postgresql://user:password@host:5432/database.',
      ].join('\n'),
    );
  });

  it('never takes a number that is not whole', () => {
    for (const value of ['1.5', '1e3', '0x10', 'NaN'])
      expect(() => readConfig({ PORT: integer(1, 0, 9999) }, { PORT: value })).toThrow(ConfigError);
  });

  it('needs nothing to start on the embedded defaults', () => {
    expect(readConfig(platformSettings, {})).toMatchObject({
      DATABASE_URL: null,
      DATA_DIR: 'data',
      KAFKA_BROKERS: [],
      HOST: '127.0.0.1',
    });
  });
});
