import { describe, expect, test } from 'vitest';
import { world } from '../world/world.ts';

describe('joining', () => {
  test('JOIN by SMS takes five texts to a yes, and the first question comes next day', async () => {
    const { phone, clock } = await world();
    await phone.texts('JOIN');
    expect(phone.lastHeard()).toContain('Which language?');
    await phone.texts('1');
    await phone.texts('1');
    await phone.texts('1');
    await phone.texts('2');
    expect(phone.lastHeard()).toContain('The first question comes tomorrow');
    expect(phone.heard()).toHaveLength(5);
    await clock.advance({ hours: 24 });
    expect(phone.lastHeard()).toContain('How is your small step going?');
  });
});
