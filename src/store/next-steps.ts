import type { Tx } from './transact.ts';

/** What setting the next date of a member needs to know of her. */
export type StepPlace = {
  phoneId: string;
  epoch: number;
  hoursFrom: string | null;
  hoursTo: string | null;
  stopped: boolean;
  consented: boolean;
};

/** Undefined where nobody of this id takes part any more. */
export async function stepPlaceOf(
  tx: Tx,
  memberId: string,
  now: Date,
): Promise<StepPlace | undefined> {
  const [row] = await tx<StepPlace[]>`
    select m.phone_id, g.epoch, m.hours_from, m.hours_to, is_stopped(m.phone_id) as stopped,
      has_consent(m.phone_id, 'check_ins', ${now}) as consented
    from member m join gate g on g.phone_id = m.phone_id
    where m.id = ${memberId} and m.unlinked_at is null`;
  return row;
}

export type StepTimer = {
  id: string;
  phoneId: string;
  epoch: number;
  flow: string;
  dueAt: Date;
  sendBy: Date;
  chosenUntil: Date | null;
};

/** The question that was due gives way to this one: a flow is due once. `instead`: the flows that are dropped. */
export async function replaceStart(
  tx: Tx,
  timer: StepTimer,
  instead: readonly string[],
): Promise<void> {
  await tx`
    delete from timer
    where phone_id = ${timer.phoneId} and kind <> 'silence' and stopped_by is null and flow = any (${[...instead]})`;
  await tx`
    insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by, chosen_until)
    values (${timer.id}, ${timer.phoneId}, 'start', ${timer.epoch}, ${timer.flow}, ${timer.dueAt}, ${timer.sendBy},
      ${timer.chosenUntil})`;
}
