/** What a phone keeps, as types alone: no page loads this file. */

/**
 * Where an operation or a photo stands: not yet with the service, or for a person to look at. What is done or given
 * up is forgotten.
 * @typedef {"waiting" | "attention"} State
 */

/**
 * One thing a person did on a case; `base_version` is the version of the case they saw. `tried` counts how often it
 * has left the phone: after the first time its receipt is asked for.
 * @typedef {{position?: number, id: string, kind: string, case_id: string, body: Record<string, any>,
 *   base_version: number | null, device_time: string, state: State, tried: number, result: any}} Operation
 */

/**
 * A picture for a case; its bytes lie apart. `upload_id` is known once the service takes it, `after` is the position
 * of the operation done before it. `whole` says that the service has all of it, `original` that it goes as it was taken
 * and false that it goes small; `upload_as` is what its upload is called where it is not called like the photo.
 * @typedef {{position?: number, id: string, case_id: string, purpose: string, taken_at: string, lat: number | null,
 *   lon: number | null, size: number, upload_id: string | null, whole: boolean, original?: boolean,
 *   upload_as?: string, state: State, problem: string | null, after: number}} Photo
 */

/**
 * A photo before it is part of something done.
 * @typedef {{id: string, purpose: string, taken_at: string, lat: number | null, lon: number | null, size: number}} Shot
 */

/**
 * @typedef {{lat: number, lon: number, accuracy_m: number | null}} Fix
 */

/**
 * What is not finished yet: a report, or an action of a case. Of a report `fix` is where the phone said it was, and
 * `handled` that its maker has put it right already.
 * @typedef {{id: string, kind: string, case_id: string, body: Record<string, any>, base_version: number | null,
 *   photos: Shot[], updated_at: string, fix?: Fix | null, handled?: boolean, result?: string}} Draft
 */

/**
 * A case as it was told last, the round of pulling it was last seen in, and what may be the same matter.
 * @typedef {{id: string, told: any, sweep: number, candidates: any[]}} Kept
 */

export {};
