import { randomBytes, randomUUID } from 'node:crypto';
import { OperatorError } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, NOW, someEvent, someItem } from '../../test/items.js';
import { LogUnavailableError } from '../append/append.errors.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import type { SealedRow } from '../types.js';
import { Vault } from './vault.js';

const NAME = 'Nguyễn Thị Ánh, 0908 123 456';
const masterKey = randomBytes(32);
const clock = { now: () => NOW };
const BY = 'archivist';

let database: TestDatabase;
let store: EventStore;
let vault: Vault;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  store = new EventStore(database.pool, { masterKey: MASTER_KEY });
  vault = new Vault(database.pool, masterKey, clock);
});
afterAll(() => database.stop());

const anotherVault = (key = masterKey): Vault => new Vault(database.createPool(), key, clock);

/** Stores a text the way a command does: in the same call as the event that refers to it. */
async function storeWithEvent(row: SealedRow): Promise<void> {
  const events = [someEvent('c', { reasonRef: row.ref })];
  expect(await store.append(someItem(newStream(), 0, { events, sealed: [row] }))).toMatchObject({ kind: 'appended' });
}

describe('a sealed text', () => {
  it('is stored with the event that refers to it, and opens anywhere', async () => {
    const row = await vault.seal(randomUUID(), 'applicant', NAME);
    expect(await vault.open(row.ref)).toBeNull(); // not stored yet
    await storeWithEvent(row);
    expect(await vault.open(row.ref)).toBe(NAME);
    expect(await anotherVault().open(row.ref)).toBe(NAME);
    expect(await vault.open(randomUUID())).toBeNull();
  });

  it('is not stored where its event is not', async () => {
    const stream = newStream();
    await store.append(someItem(stream, 0));
    const row = await vault.seal(randomUUID(), 'reason', 'x');
    expect(await store.append(someItem(stream, 0, { sealed: [row] }))).toMatchObject({ kind: 'conflict' });
    expect(await vault.open(row.ref)).toBeNull();
  });

  it('may belong to no event, and may be any bytes', async () => {
    const bytes = Buffer.from([0, 255, 254, 10]);
    const rows = [
      await vault.seal('source H19', 'raw-message', bytes),
      await vault.seal('source H19', 'raw-message', '{"MaHoSo":'),
    ];
    await vault.storeSealed(rows);
    await vault.storeSealed(rows);
    expect((await vault.openBytes([rows[0].ref])).get(rows[0].ref)).toEqual(bytes);
    expect(await vault.openMany(rows.map(({ ref }) => ref))).toEqual(
      new Map([
        [rows[0].ref, bytes.toString()],
        [rows[1].ref, '{"MaHoSo":'],
      ]),
    );
  });

  it('stands nowhere in the database as it was written', async () => {
    const row = await vault.seal(vault.subjectId('075185001234'), 'applicant', NAME);
    await storeWithEvent(row);
    for (const table of ['event', 'answer', 'sealed', 'subject']) {
      const { rows } = await database.pool.query<{ text: string }>(`select t::text as text from log.${table} t`);
      // digits with their spaces: a few alone may stand in a ciphertext's hexadecimal by chance
      for (const { text } of rows) expect(text).not.toMatch(/Nguyễn|0908 123 456|075185001234/);
    }
  });

  it('does not open when its bytes were moved to another row', async () => {
    const [one, other] = [await vault.seal('s', 'note', 'one'), await vault.seal('s', 'note', 'other')];
    await vault.storeSealed([one, other]);
    await database.pool.query('update log.sealed set ciphertext = $1 where ref = $2', [one.ciphertext, other.ref]);
    await expect(vault.open(other.ref)).rejects.toThrow();
  });
});

describe('a subject', () => {
  it('is the same person by identity number, without the number, and another one under another master key', () => {
    expect(vault.subjectId(' 075 185 001234\n')).toBe(vault.subjectId('075185001234'));
    expect(vault.subjectId('b1234567')).toBe(vault.subjectId('B1234567'));
    expect(vault.subjectId('075185001235')).not.toBe(vault.subjectId('075185001234'));
    expect(vault.subjectId('075185001234')).toMatch(/^[0-9a-f]{32}$/);
    expect(anotherVault(randomBytes(32)).subjectId('075185001234')).not.toBe(vault.subjectId('075185001234'));
  });

  it('has one key, however many processes ask for it first', async () => {
    const subjects = Array.from({ length: 20 }, () => randomUUID() as string);
    const vaults = [vault, anotherVault(), anotherVault()];
    const rows = (
      await Promise.all(
        vaults.map((each, i) =>
          Promise.all((i % 2 ? subjects.toReversed() : subjects).map((subject) => each.seal(subject, 'note', subject))),
        ),
      )
    ).flat();
    await vault.storeSealed(rows);
    const opened = await anotherVault().openMany(rows.map(({ ref }) => ref));
    expect(rows.map(({ ref }) => opened.get(ref))).toEqual(rows.map(({ subject }) => subject));
  });
});

describe('a subject whose key does not open', () => {
  it('fails nobody who is asked for at the same time', async () => {
    const [damaged, sound] = [randomUUID(), randomUUID()];
    await database.pool.query('insert into log.subject (id, wrapped_key) values ($1, $2)', [damaged, Buffer.alloc(60)]);
    const [failed, sealed] = await Promise.allSettled([damaged, sound].map((id) => vault.seal(id, 'note', NAME)));
    expect([failed!.status, sealed!.status]).toEqual(['rejected', 'fulfilled']);
    expect((failed as PromiseRejectedResult).reason).toBeInstanceOf(OperatorError);
  });
});

describe('a subject that is forgotten', () => {
  it('cannot be read by anyone again, and no event changes', async () => {
    const other = anotherVault();
    const row = await vault.seal(randomUUID(), 'applicant', NAME);
    await storeWithEvent(row);
    expect(await other.open(row.ref)).toBe(NAME);
    const head = await store.head();
    const { position } = head;
    const [event] = (await store.readFrom(position - 1n, 1)).events;

    const forgotten = { now: true, at: NOW, by: BY, texts: { applicant: 1 } };
    expect(await vault.forget(row.subject, BY)).toEqual(forgotten);
    for (const each of [vault, other, anotherVault()]) expect(await each.open(row.ref)).toBeNull();
    expect(await store.head()).toEqual(head);
    expect((await store.readFrom(position - 1n, 1)).events).toEqual([event]);
    // once more changes nothing, whoever asks
    expect(await other.forget(row.subject, 'somebody')).toEqual({ ...forgotten, now: false });
    const { rows } = await database.pool.query(
      `select s.wrapped_key, f.forgotten_at, f.forgotten_by
         from log.subject s join log.forgotten f on f.subject = s.id where s.id = $1`,
      [row.subject],
    );
    expect(rows).toEqual([{ wrapped_key: null, forgotten_at: NOW, forgotten_by: BY }]);
  });

  it('is none that nobody knows, nor what the master key is checked by', async () => {
    await vault.check();
    for (const subject of ['unknown', 'check of the master key']) expect(await vault.forget(subject, BY)).toBeNull();
    await expect(anotherVault(randomBytes(32)).check()).rejects.toBeInstanceOf(OperatorError);
  });

  it('may come back: with a new key, which opens nothing of the past', async () => {
    const old = await vault.seal(randomUUID(), 'applicant', NAME);
    await vault.storeSealed([old]);
    await vault.forget(old.subject, BY);
    const fresh = await vault.seal(old.subject, 'applicant', 'new');
    await vault.storeSealed([fresh]);
    expect(await vault.openMany([old.ref, fresh.ref])).toEqual(new Map([[fresh.ref, 'new']]));
    // and may be forgotten again: each time is kept
    expect(await vault.forget(old.subject, 'somebody')).toMatchObject({ now: true, texts: { applicant: 1 } });
    const { rows } = await database.pool.query<{ by: string }>(
      'select forgotten_by as by from log.forgotten where subject = $1 order by generation',
      [old.subject],
    );
    expect(rows).toEqual([{ by: BY }, { by: 'somebody' }]);
  });

  it('loses nothing in silence when another process still holds its old key: the text is refused', async () => {
    const subject = randomUUID();
    const [event, message] = [await vault.seal(subject, 'note', 'x'), await vault.seal(subject, 'note', 'y')];
    await anotherVault().forget(subject, BY);
    const refused = { code: '23514', constraint: 'sealed_key_is_current' };
    await expect(store.append(someItem(newStream(), 0, { sealed: [event] }))).rejects.toMatchObject(refused);
    await expect(vault.storeSealed([message])).rejects.toMatchObject(refused);
  });

  it('is sealed for anew, where what seals and stores says for whom', async () => {
    const subject = randomUUID();
    const old = await vault.seal(subject, 'note', 'x');
    await anotherVault().forget(subject, BY);
    const row = await vault.withKeys([subject], async () => {
      const sealed = await vault.seal(subject, 'note', 'x');
      await storeWithEvent(sealed);
      return sealed;
    });
    expect(row.generation).toBeGreaterThan(old.generation);
    expect(await vault.open(row.ref)).toBe('x');

    await anotherVault().forget(subject, BY);
    const texts = ['y', 'z'].map((plaintext) => ({ subject, kind: 'note', plaintext }));
    const rows = await vault.sealAndStore(texts);
    expect(await vault.openMany(rows.map(({ ref }) => ref))).toEqual(new Map(rows.map(({ ref }, i) => [ref, 'yz'[i]])));
  });

  it('is sealed for anew, too, when a database was put back to before it was known', async () => {
    const subject = randomUUID();
    await vault.seal(subject, 'note', 'x');
    const other = anotherVault();
    for (const comesBack of [false, true]) {
      await database.pool.query('delete from log.subject where id = $1', [subject]);
      if (comesBack) await other.seal(subject, 'note', 'x'); // the subject has a key again, and it is another one
      const [row] = await vault.sealAndStore([{ subject, kind: 'note', plaintext: 'x' }]);
      expect(await vault.open(row.ref)).toBe('x');
      await database.pool.query('delete from log.sealed where ref = $1', [row.ref]);
    }
  });

  it('that is forgotten each time is no reason to refuse for ever', async () => {
    const [subject, other] = [randomUUID(), anotherVault()];
    const sealing = vault.withKeys([subject], async () => {
      const row = await vault.seal(subject, 'note', 'x');
      await other.forget(subject, BY);
      await storeWithEvent(row);
    });
    await expect(sealing).rejects.toBeInstanceOf(LogUnavailableError);
  });

  it('has no old key here that was read while it was being forgotten', async () => {
    const subject = randomUUID();
    const { generation } = await vault.seal(subject, 'note', 'x');
    const holder = await database.pool.connect();
    await holder.query('begin');
    await holder.query('select from log.subject where id = $1 for update', [subject]);
    const forgotten = vault.forget(subject, BY);
    expect((await vault.seal(subject, 'note', 'x')).generation).toBe(generation);
    await holder.query('commit');
    holder.release();
    expect(await forgotten).toMatchObject({ now: true });
    expect((await vault.seal(subject, 'note', 'x')).generation).toBeGreaterThan(generation);
  });

  it('gets another key when the first one is forgotten before it was read', async () => {
    const subject = randomUUID();
    await database.pool.query(`
      create function log.forget_at_once() returns trigger language plpgsql as $$
      begin
        update log.subject set wrapped_key = null, generation = 5000000 where id = new.id;
        return null;
      end $$;
      create trigger forget_at_once after insert on log.subject
        for each row when (new.id = '${subject}') execute function log.forget_at_once()`);
    try {
      expect((await vault.seal(subject, 'note', 'x')).generation).toBeGreaterThan(5_000_000);
    } finally {
      await database.pool.query('drop function log.forget_at_once() cascade');
    }
  });
});

describe('a message that is laid aside', () => {
  const laid = (plaintext: string, code: string | null = null) => {
    return { subject: `message ${randomUUID()}`, kind: 'raw-message', plaintext, code };
  };

  it('has a key of its own, which goes with any of those whom it is about', async () => {
    const both = laid('075190000042, 075190000059');
    const rows = await vault.layAside([both, laid('075190000042'), laid('nobody')]);
    const refs = rows.map(({ ref }) => ref);
    expect(await vault.forget(vault.subjectId('075190000059'), BY)).toMatchObject({ texts: { 'raw-message': 1 } });
    expect([...(await anotherVault().openMany(refs)).values()].sort()).toEqual(['075190000042', 'nobody']);
    // one can be forgotten by itself, too
    expect(await vault.forget(rows[2]!.subject, BY)).toMatchObject({ now: true });
    expect([...(await vault.openMany(refs)).values()]).toEqual(['075190000042']);
  });

  it('is about the applicants of its dossier, and about the dossier where it names none', async () => {
    const [stream, other] = [newStream(), newStream()];
    const applicant = vault.subjectId(randomUUID());
    await store.append(someItem(stream, 0, { events: [someEvent('c', { applicant })] }));
    const [known, unknown] = await vault.layAside([laid('x', stream), laid('y', other)]);
    await vault.forget(applicant, BY);
    await vault.forget(vault.subjectId(`dossier ${other}`), BY);
    expect(await vault.openMany([known!.ref, unknown!.ref])).toEqual(new Map());
  });

  it('is sealed for anew when its person is forgotten meanwhile: what comes after that is kept', async () => {
    const person = vault.subjectId('075190000067');
    const message = laid('075190000067');
    await vault.layAside([message]);
    await anotherVault().forget(person, BY);
    const [row] = await vault.layAside([message]);
    expect(await anotherVault().open(row!.ref)).toBe('075190000067');
  });
});

describe('the master key', () => {
  it('is checked against the database that was made with it', async () => {
    await vault.check();
    await anotherVault().check();
    await expect(anotherVault(randomBytes(32)).check()).rejects.toBeInstanceOf(OperatorError);
  });

  it('has 32 bytes', () => {
    expect(() => anotherVault(randomBytes(16))).toThrow(RangeError);
  });
});
