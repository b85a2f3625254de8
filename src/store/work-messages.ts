import type { Tx } from './transact.ts';

/** A text to a counsellor about her work: an answer to what she wrote, or something asked of her. */
export type WorkMessage = {
  id: string;
  phoneId: string;
  counsellorId: string;
  /** `reply`: worth ten minutes, to her own text or hop. `prompt`: unasked, in the hours of the programme unless urgent. */
  class: 'reply' | 'prompt';
  urgent: boolean;
  textSealed: Buffer;
  textHash: Buffer;
  segments: number;
  heardAt: Date | null;
  sendAfter: Date;
  sendBy: Date;
};

/** Leaves with the replies where somebody is in danger, else with what timers say (column rank). */
const RANK = { urgent: 2, reply: 3, prompt: 4 } as const;

/** Queues texts to counsellors. The gate decides whether each may leave (migrations/0012, prompt_verdict). */
export async function queueForCounsellors(
  tx: Tx,
  messages: readonly WorkMessage[],
  now: Date,
): Promise<void> {
  for (const m of messages) {
    const rank = m.urgent ? RANK.urgent : RANK[m.class];
    await tx`
      insert into message (id, phone_id, class, rank, epoch, counsellor_id, urgent, text_sealed, text_hash, segments,
        heard_at, created_at, send_after, send_by)
      select ${m.id}, phone_id, ${m.class}, ${rank}, epoch, ${m.counsellorId}, ${m.urgent}, ${m.textSealed},
        ${m.textHash}, ${m.segments}, ${m.heardAt}, ${now}, ${m.sendAfter}, ${m.sendBy}
      from gate where phone_id = ${m.phoneId}`;
  }
  if (messages.length > 0) await tx`select pg_notify('mazano_outbox', '')`;
}
