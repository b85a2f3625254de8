import type { Db, Tx } from './transact.ts';

export const SWITCHES = ['imports', 'public_page', 'small'] as const;
export type SwitchName = (typeof SWITCHES)[number];

export type Switch = {
  name: SwitchName;
  isOn: boolean;
  changedAt: Date | null;
  /** Who wishes it on, where a second person has to agree. */
  askedBy: string | null;
  askedAt: Date | null;
  askedName: string | null;
};

export async function readSwitches(db: Db): Promise<Switch[]> {
  return await db<Switch[]>`
    select s.name, s.is_on, s.changed_at, s.asked_by, s.asked_at, a.display_name as asked_name
    from programme_switch s left join staff_account a on a.staff_id::text = s.asked_by
    order by s.name`;
}

export async function isSwitchedOn(db: Db, name: SwitchName): Promise<boolean> {
  const [row] = await db<
    { isOn: boolean }[]
  >`select is_on from programme_switch where name = ${name}`;
  return row?.isOn ?? false;
}

/** How it stands, held until the transaction ends: of two who press at once one is the second. */
export async function lockSwitch(
  tx: Tx,
  name: SwitchName,
): Promise<{ isOn: boolean; askedBy: string | null }> {
  const [row] = await tx<{ isOn: boolean; askedBy: string | null }[]>`
    select is_on, asked_by from programme_switch where name = ${name} for update`;
  return row ?? { isOn: false, askedBy: null };
}

export async function saveSwitch(
  tx: Tx,
  name: SwitchName,
  { isOn, askedBy, by, at }: { isOn: boolean; askedBy: string | null; by: string; at: Date },
): Promise<void> {
  await tx`
    update programme_switch
    set is_on = ${isOn}, changed_by = ${by}, changed_at = ${at}, asked_by = ${askedBy},
      asked_at = ${askedBy === null ? null : at}
    where name = ${name}`;
}
