import type { FileChanges } from '../flow/edit/draft-files.ts';
import { filesJson, readChanges } from './draft-json.ts';
import type { Db, Tx } from './transact.ts';

/** A change that waits for its author to choose between it and what somebody else did at the same place. */
export type KeptEdit = {
  id: string;
  flow: string;
  by: string;
  at: Date;
  /** What its author began from. */
  revision: number;
  /** The files as she would have them; undefined: to be deleted. */
  files: FileChanges;
};

/** Changes kept a person and flow: more than anybody leaves open on purpose; the oldest goes. */
const KEPT_MAX = 20;

export async function keepEdit(tx: Tx, edit: KeptEdit): Promise<void> {
  const { id, flow, by, at, revision, files } = edit;
  await tx`
    insert into kept_edit (id, flow, by, at, revision, files)
    values (${id}, ${flow}, ${by}, ${at}, ${revision}, ${filesJson(files)}::text::jsonb)`;
  await tx`
    delete from kept_edit where id in (
      select id from kept_edit where by = ${by} and flow = ${flow} order by at desc, id desc offset ${KEPT_MAX})`;
}

type Row = Omit<KeptEdit, 'files'> & { files: string };

const columns = (db: Db) => db`id, flow, by, at, revision, files::text as files`;

const editOf = (row: Row): KeptEdit => ({ ...row, files: readChanges(row.files) });

/** What one person has left to choose in a flow, the newest first. */
export async function keptEdits(db: Db, flow: string, by: string): Promise<KeptEdit[]> {
  const rows = await db<Row[]>`
    select ${columns(db)} from kept_edit where flow = ${flow} and by = ${by} order by at desc, id desc`;
  return rows.map(editOf);
}

/** Undefined where it is not there any more, or is somebody else's. */
export async function keptEdit(db: Db, id: string, by: string): Promise<KeptEdit | undefined> {
  const [row] = await db<Row[]>`
    select ${columns(db)} from kept_edit where id::text = ${id} and by = ${by}`;
  return row === undefined ? undefined : editOf(row);
}

export async function dropKeptEdit(tx: Tx, id: string): Promise<void> {
  await tx`delete from kept_edit where id = ${id}`;
}
