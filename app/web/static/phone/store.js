/**
 * What outlives the app and the battery: one IndexedDB database a user, so nobody sees or sends another's things.
 *
 * Every writing is one transaction, and on the disk when its promise is kept (`durability: "strict"`). A full disk
 * rejects it with a `QuotaExceededError`, and nothing of it is there.
 */

/** @typedef {import("./records.js").Operation} Operation */
/** @typedef {import("./records.js").Photo} Photo */
/** @typedef {import("./records.js").Draft} Draft */
/** @typedef {import("./records.js").Kept} Kept */
/** @typedef {Record<string, IDBObjectStore>} Stores */

const STORES = ["operations", "photos", "bytes", "cases", "reference", "settings", "drafts"];

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Opens the memory of a user, or makes it.
 * @param {string} userId
 */
export async function openStore(userId) {
  const request = indexedDB.open(`yikou-phone-${userId}`, 1);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const name of ["operations", "photos"]) {
      const store = database.createObjectStore(name, { keyPath: "position", autoIncrement: true });
      store.createIndex("id", "id", { unique: true });
    }
    for (const name of ["cases", "drafts"]) database.createObjectStore(name, { keyPath: "id" });
    for (const name of ["bytes", "reference", "settings"]) database.createObjectStore(name);
  };
  const database = await asked(request);
  database.onversionchange = () => database.close();
  return new Store(database, userId);
}

export class Store {
  /**
   * @param {IDBDatabase} database
   * @param {string} userId
   */
  constructor(database, userId) {
    this.userId = userId;
    this._database = database;
    /** @type {Set<() => void>} */
    this._listeners = new Set();
    this._others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`yikou-phone-${userId}`);
    if (this._others) this._others.onmessage = () => this._tell();
  }

  /** Gives the place back; nothing is lost. */
  close() {
    if (this._others) this._others.close();
    this._database.close();
  }

  /**
   * Calls whenever something was written, here or in another tab; gives what ends that.
   * @param {() => void} listener
   */
  onChange(listener) {
    this._listeners.add(listener);
    return () => {
      this._listeners.delete(listener);
    };
  }

  _tell() {
    for (const listener of this._listeners) listener();
  }

  /**
   * Reads in one transaction.
   * @template T
   * @param {string[]} names
   * @param {(stores: Stores) => Promise<T>} work
   * @returns {Promise<T>}
   */
  read(names, work) {
    return this._run("readonly", names, work);
  }

  /**
   * Writes in one transaction: all of it or nothing.
   * @template T
   * @param {(stores: Stores) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async write(work) {
    const value = await this._run("readwrite", STORES, work);
    this._tell();
    if (this._others) this._others.postMessage(null);
    return value;
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {string[]} names
   * @param {(stores: Stores) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async _run(mode, names, work) {
    const options = { durability: "strict" };
    const transaction = this._database.transaction(names, mode, /** @type {any} */ (options));
    const kept = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(null);
      transaction.onabort = () => reject(transaction.error || new Error("the transaction was given up"));
    });
    /** @type {Stores} */
    const stores = {};
    for (const name of names) stores[name] = transaction.objectStore(name);
    try {
      const value = await work(stores);
      await kept;
      return value;
    } catch (error) {
      kept.catch(() => null);
      try {
        transaction.abort();
      } catch {
        // it has ended by itself, and its own error says why
      }
      throw transaction.error || error;
    }
  }

  /** What waits or needs a person, in the order done. @returns {Promise<Operation[]>} */
  operations() {
    return this.read(["operations"], ({ operations }) => asked(operations.getAll()));
  }

  /** Photos that are not in their cases yet, in the order taken. @returns {Promise<Photo[]>} */
  photos() {
    return this.read(["photos"], ({ photos }) => asked(photos.getAll()));
  }

  /** The picture itself. @param {string} id @returns {Promise<Blob | undefined>} */
  bytes(id) {
    return this.read(["bytes"], ({ bytes }) => asked(bytes.get(id)));
  }

  /** Every case this phone knows of. @returns {Promise<Kept[]>} */
  cases() {
    return this.read(["cases"], ({ cases }) => asked(cases.getAll()));
  }

  /** @param {string} id @returns {Promise<Kept | undefined>} */
  case(id) {
    return this.read(["cases"], ({ cases }) => asked(cases.get(id)));
  }

  /**
   * `areas`, `categories`, `words` and the other sets of reference data.
   * @param {string} name
   * @returns {Promise<any[]>}
   */
  async reference(name) {
    const told = await this.read(["reference"], ({ reference }) => asked(reference.get(name)));
    return told ? told.items : [];
  }

  /** Newest first. @returns {Promise<Draft[]>} */
  async drafts() {
    const all = await this.read(["drafts"], ({ drafts }) => asked(drafts.getAll()));
    return all.sort((one, other) => (one.updated_at < other.updated_at ? 1 : -1));
  }

  /** @param {string} name @returns {Promise<any>} */
  get(name) {
    return this.read(["settings"], ({ settings }) => asked(settings.get(name)));
  }

  /** @param {Record<string, any>} values undefined takes one away */
  set(values) {
    return this.write(async ({ settings }) => {
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) settings.delete(name);
        else settings.put(value, name);
      }
    });
  }
}
