import type { World } from '../world/world.ts';

/** What is said to a group stays as it was said: whoever takes it finds, each time, that somebody holds it. */
export async function holdTasks({ db }: World): Promise<void> {
  await db.run((sql) =>
    sql.unsafe(`
      create function hold_task() returns trigger language plpgsql as
        $$ begin raise exception 'held' using errcode = 'lock_not_available'; end $$;
      create trigger hold_task before delete on group_task for each row execute function hold_task()`),
  );
}
