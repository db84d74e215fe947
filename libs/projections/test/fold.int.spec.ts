import { compareWithLog, progress, type Projector } from '../src/index.js';
import { allMessages, fromTopic, inPieces, shuffled } from './deliveries.js';
import { codeOf, life } from './histories.js';
import { SeekNeeded } from '#event-stream';
import { messageOf } from '#testing';
import { clock, type ReadRows, startTestSystem, takeBack, type TestSystem } from './system.js';

const signal = new AbortController().signal;
const LIVES = 120;

let system: TestSystem;
/** What one projector makes of it straight from the log. */
let expected: ReadRows;

/** Forgets everything that was derived. */
async function forget(): Promise<Projector> {
  await system.pool.query('delete from ops.parked');
  await system.pool.query('delete from ops.dead_letter');
  await takeBack(system.pool);
  await system.pool.query('update read.checkpoint set mends = mends + 1');
  return system.projector();
}

async function expectAgreement(): Promise<void> {
  const { differences } = await compareWithLog({ pool: system.pool, store: system.store });
  expect(differences).toEqual([]);
}

const deadLetters = async (): Promise<{ reason: string; stream: string | null }[]> =>
  (await system.pool.query('select reason, stream from ops.dead_letter order by id')).rows;

beforeAll(async () => {
  system = await startTestSystem();
  await system.appendLives(Array.from({ length: LIVES }, (_, n) => n));
  await system.projector().catchUp();
  expected = await system.rows();
});
afterAll(() => system.stop());

describe('the fold', () => {
  it('gives rows, marks and cells that a recount from the log agrees with', async () => {
    const comparison = await compareWithLog({ pool: system.pool, store: system.store });
    expect(comparison).toMatchObject({ streams: { dossier: LIVES }, parked: 0, differences: [] });
    const state = await progress(system.pool, clock.now());
    expect(state).toMatchObject({ lagEvents: 0, lagSeconds: 0, deadLetters: 0, parked: 0, position: state.head });
    expect(expected.cells.length).toBeGreaterThan(500);
  });

  it('is told apart from the log when a row was changed behind its back', async () => {
    const client = await system.pool.connect();
    await client.query('update read.cell set received = received + 1 where grain = 3 and scope = 0 and unit = 1');
    await client.query(`update read.mark set measures = measures | 4 where code = $1`, [codeOf(3)]);
    client.release();
    const { differences } = await compareWithLog({ pool: system.pool, store: system.store });
    expect(differences).toContainEqual(
      expect.objectContaining({ table: 'read.cell', grain: 'year', measure: 'received', field: null }),
    );
    expect(differences).toContainEqual(
      expect.objectContaining({ table: 'read.mark', columns: ['measures'], code: codeOf(3) }),
    );
    await (await forget()).catchUp();
    await expectAgreement();
  });

  it('comes to the same rows from duplicates and from slots that run ahead of each other, in batches of any size', async () => {
    const messages = await allMessages(system);
    for (const [seed, size] of [
      [1, 7],
      [2, 40],
      [3, 1000],
    ]) {
      const projector = await forget();
      const mixed = shuffled(messages, ({ partition }) => partition, seed);
      for (const [i, piece] of inPieces(mixed, size).entries()) {
        await projector.onBatch(fromTopic(piece), signal);
        if (i % 3 === 0) await projector.onBatch(fromTopic(piece), signal);
        if (i % 5 === 0) await projector.onBatch(fromTopic(mixed.slice(0, i * size)), signal);
      }
      expect(await system.rows()).toEqual(expected);
      await expectAgreement();
    }
  });

  it('folds a batch in halves or in one, with the same outcome, also where one half meets what it cannot use', async () => {
    const messages = await allMessages(system);
    const bad = messages.findIndex(({ partition }) => partition % 2 === 1);
    const spoilt = messages.map((each, i) => (i === bad ? { ...each, value: Buffer.from('{"a":1}') } : each));
    const outcomes: ReadRows[] = [];
    for (const halvedFrom of [2, Infinity]) {
      await forget();
      const projector = system.projector({ halvedFrom });
      for (const piece of inPieces(messages, 60)) await projector.onBatch(fromTopic(piece), signal);
      expect(await system.rows()).toEqual(expected);
      await forget();
      const other = system.projector({ halvedFrom });
      for (const piece of inPieces(spoilt, 60)) await other.onBatch(fromTopic(piece), signal);
      expect((await deadLetters()).map(({ reason }) => reason)).toEqual(['wrong-hash']);
      await expectAgreement();
      outcomes.push(await system.rows());
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    await (await forget()).catchUp();
  });

  it('counts a batch once when its duplicates stand within it', async () => {
    const projector = await forget();
    const messages = await allMessages(system);
    await projector.onBatch(fromTopic([...messages, ...messages]), signal);
    expect(await system.rows()).toEqual(expected);
  });

  it('reads from the log what the topic left out', async () => {
    const projector = await forget();
    const messages = await allMessages(system);
    const last = new Map(messages.map((each) => [each.key!.toString(), each]));
    await projector.onBatch(fromTopic([...last.values()]), signal);
    expect(await system.rows()).toEqual(expected);
  });

  it('keeps few dossiers in memory and comes to the same', async () => {
    await forget();
    const projector = system.projector({ cacheSize: 5 });
    for (const piece of inPieces(await allMessages(system), 50)) await projector.onBatch(fromTopic(piece), signal);
    expect(await system.rows()).toEqual(expected);
  });

  it('loses nothing and counts nothing twice when two projectors fold the same slots', async () => {
    const one = await forget();
    const two = system.projector();
    const pieces = inPieces(await allMessages(system), 30);
    await Promise.all([
      (async () => {
        for (const piece of pieces) await one.onBatch(fromTopic(piece), signal);
      })(),
      (async () => {
        for (const piece of pieces) await two.onBatch(fromTopic(piece), signal);
      })(),
    ]);
    expect(await system.rows()).toEqual(expected);
  });

  it('asks for what a crash of the server took back, also after another slot was asked for meanwhile', async () => {
    const projector = await forget();
    const messages = await allMessages(system);
    const [slot, other] = [...new Set(messages.map(({ partition }) => partition))];
    const ofSlot = messages.filter(({ partition }) => partition === slot);
    await projector.onBatch(fromTopic(messages.filter((each) => each !== ofSlot.at(-1))), signal);
    await takeBack(system.pool);
    await projector.positions([other]);
    await expect(projector.onBatch(fromTopic([ofSlot.at(-1)!]), signal)).rejects.toThrow(SeekNeeded);
    expect(await projector.positions([slot])).toEqual(new Map([[slot, 0n]]));
  });

  it('lets a projector that wakes up with an old batch write nothing', async () => {
    const zombie = await forget();
    const pieces = inPieces(await allMessages(system), 100);
    await zombie.onBatch(fromTopic(pieces[0]), signal);
    const heir = system.projector();
    for (const piece of pieces) await heir.onBatch(fromTopic(piece), signal);
    await zombie.onBatch(fromTopic(pieces[1]), signal);
    expect(await system.rows()).toEqual(expected);
  });
});

describe('what cannot be folded', () => {
  it('is laid aside with its reason when it is not in the log, parks nothing and moves nothing', async () => {
    const projector = await forget();
    const epoch = await system.store.epoch();
    const { events } = await system.store.readFrom(0n, 10);
    const [first] = events;
    const beyond = { ...first, position: 10n ** 15n };
    const stranger = { ...first, position: first.position, version: 9 };
    await projector.onBatch(fromTopic([messageOf(beyond, epoch), messageOf(stranger, epoch)]), signal);
    await projector.onBatch(fromTopic([messageOf(first, epoch, { value: null, headers: {} })]), signal);
    expect((await deadLetters()).map(({ reason }) => reason)).toEqual(['not-in-log', 'not-in-log', 'tombstone']);
    const { rows } = await system.pool.query('select max(position) from read.checkpoint');
    expect(rows[0].max).toBe(0n);
    await projector.onBatch(fromTopic(await allMessages(system)), signal);
    expect(await system.rows()).toEqual(expected);
  });

  it.each([
    ['not JSON', 'not-json', (): object => ({ value: Buffer.from('{"applicant": "Nguyễn Văn A"') })],
    ['an empty value', 'tombstone', (): object => ({ value: null })],
    [
      'another content than its hash',
      'wrong-hash',
      (): object => ({ value: Buffer.from('{"complete":false,"ofResult":true}') }),
    ],
    ['another key', 'key-mismatch', (): object => ({ key: Buffer.from('H19.45-240101-9999') })],
  ])('parks the dossier of a message with %s, and a retry folds what waited', async (_, reason, change) => {
    const projector = await forget();
    const messages = await allMessages(system);
    const bad = messages.findIndex(({ headers }) => String(headers.ce_version) === '2');
    const code = messages[bad].key!.toString();
    messages[bad] = { ...messages[bad], ...change() };
    for (const piece of inPieces(messages, 33)) await projector.onBatch(fromTopic(piece), signal);

    expect(await deadLetters()).toEqual([{ reason, stream: code }]);
    const [letter] = await projector.deadLetters();
    expect(letter.parked).toEqual([code]);
    expect((await progress(system.pool, clock.now())).parked).toBe(1);
    const { rows } = await system.pool.query('select version from read.dossier where code = $1', [code]);
    expect(rows).toEqual([{ version: 1 }]);
    await expectAgreement();
    expect(await projector.retryDeadLetter(letter.id)).toMatchObject({ mended: [code], parked: [] });
    expect(await system.rows()).toEqual(expected);
    expect(await projector.deadLetters({ state: 'open' })).toEqual([]);
  });

  it('goes on with a dossier that was mended beside it', async () => {
    const projector = await forget();
    const messages = await allMessages(system);
    const second = messages.findIndex(({ headers }) => String(headers.ce_version) === '2');
    const code = messages[second].key!.toString();
    const later = messages.splice(
      messages.findIndex(({ key, headers }) => key!.toString() === code && String(headers.ce_version) === '3'),
    );
    await projector.onBatch(
      fromTopic([...messages.slice(0, second), { ...messages[second], value: null }, ...messages.slice(second + 1)]),
      signal,
    );
    const [letter] = await projector.deadLetters();
    expect(letter.parked).toEqual([code]);
    await system.projector().discardDeadLetter(letter.id, 'the log has it');
    await projector.onBatch(fromTopic(later), signal);
    expect(await system.rows()).toEqual(expected);
    expect(await projector.deadLetter(letter.id)).toMatchObject({ state: 'discarded', why: 'the log has it' });
  });

  it('keeps the bytes of a message sealed, and nothing of them in clear', async () => {
    const projector = await forget();
    const epoch = await system.store.epoch();
    const { events } = await system.store.readFrom(0n, 1);
    const bad = messageOf(events[0], epoch, {
      value: Buffer.from('Nguyễn Văn A 0912345678'),
      key: Buffer.from('Nguyễn Văn A'),
    });
    bad.headers['x-note'] = Buffer.from('Nguyễn Văn A');
    await projector.onBatch(fromTopic([bad]), signal);
    const [letter] = await projector.deadLetters();
    const { rows } = await system.pool.query('select to_jsonb(d)::text as text from ops.dead_letter d');
    expect(rows[0].text).not.toContain('Nguy');
    expect(rows[0].text).not.toContain('0912345678');
    const opened = JSON.parse((await system.vault.open(letter.sealedRef!))!) as { value: string };
    expect(Buffer.from(opened.value, 'base64').toString()).toBe('Nguyễn Văn A 0912345678');
  });

  it('is unreadable once a person is forgotten who is named in it, or whose dossier it is about', async () => {
    const projector = await forget();
    const { vault, store } = system;
    const epoch = await store.epoch();
    const [first, second] = (await store.readFrom(0n, 1_000)).events.filter(({ type }) => type === 'Received');
    const applicant = 'a'.repeat(32);
    expect(first.data).toMatchObject({ applicant });
    const messages = [
      messageOf(first, epoch, { value: Buffer.from('{"applicant": "Nguyễn Văn A"') }),
      messageOf({ ...second, position: 10n ** 15n }, epoch, { key: null, value: Buffer.from('số 075 190 000 042') }),
      messageOf({ ...second, position: 10n ** 15n + 1n }, epoch, { key: null, value: Buffer.from('075190000059') }),
    ];
    await projector.onBatch(fromTopic(messages), signal);
    const letters = await projector.deadLetters();
    expect(letters).toHaveLength(3);
    const readable = () => Promise.all(letters.map(async ({ sealedRef }) => (await vault.open(sealedRef!)) !== null));
    expect(await readable()).toEqual([true, true, true]);
    expect(await vault.forget(applicant, 'archivist')).toMatchObject({ now: true });
    expect(await readable()).toEqual([false, true, true]);
    const person = vault.subjectId('075190000042');
    expect(await vault.forget(person, 'archivist')).toMatchObject({ now: true, texts: { 'dead-letter': 1 } });
    expect(await readable()).toEqual([false, false, true]);
  });

  it('parks a dossier with an event that only a later program knows; the others go on, and it cannot be discarded', async () => {
    const code = codeOf(9_001);
    const [received, ...later] = life(9_001);
    await system.append(code, [received, { type: 'Teleported', occurredAt: received.occurredAt, data: {} }, ...later]);
    await system.appendLives([9_002]);
    const projector = await forget();
    await projector.catchUp();
    const [letter] = await projector.deadLetters();
    expect(letter).toMatchObject({ reason: 'unknown-type', stream: code, version: 2, topic: null, parked: [code] });
    const { rows } = await system.pool.query(
      'select code, version from read.dossier where code = any($1) order by code',
      [[code, codeOf(9_002)]],
    );
    expect(rows).toEqual([
      { code, version: 1 },
      { code: codeOf(9_002), version: life(9_002).length },
    ]);
    await expectAgreement();
    expect(await projector.retryDeadLetter(letter.id)).toMatchObject({ mended: [], parked: [code] });
    await expect(projector.discardDeadLetter(letter.id, 'no')).rejects.toThrow('cannot be discarded');
    expect((await projector.deadLetter(letter.id)).state).toBe('open');
  });

  it('parks a dossier that a newer program has folded further than this one can follow, and goes on', async () => {
    const code = codeOf(9_003);
    const [received, ...later] = life(9_003);
    await system.append(code, [received, { type: 'Digitised', schema: 2, occurredAt: received.occurredAt, data: {} }]);
    const projector = await forget();
    await projector.catchUp();
    // what the newer program's retry leaves
    await system.pool.query('update read.dossier set version = 2 where code = $1', [code]);
    await system.pool.query('delete from ops.parked where code = $1', [code]);
    await system.pool.query(`update ops.dead_letter set state = 'retried'`);
    await system.pool.query('update read.checkpoint set mends = mends + 1');
    const [next] = await system.append(code, later);
    await system.appendLives([9_004]);
    await projector.onBatch(fromTopic(await allMessages(system)), signal);

    const [letter] = await projector.deadLetters({ state: 'open' });
    expect(letter).toMatchObject({ reason: 'unknown-schema', stream: code, version: 3, position: next.position });
    expect(letter).toMatchObject({ topic: null, parked: [code] });
    const { rows } = await system.pool.query('select version from read.dossier where code = $1', [codeOf(9_004)]);
    expect(rows).toEqual([{ version: life(9_004).length }]);
    expect(await projector.retryDeadLetter(letter.id)).toMatchObject({ mended: [], parked: [code] });
    await expect(projector.discardDeadLetter(letter.id, 'no')).rejects.toThrow('cannot be discarded');
  });
});
