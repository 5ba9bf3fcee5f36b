import { describe, expect, it } from 'vitest';
import { connect, openWorld, type World } from '#tests/live/wire-world.ts';
import { attachToTab, type Tab } from './tab.ts';

const question = { measurement: 'gpu', fields: ['power_watts'] };

/** A tab that is hidden and seen when the test says so. */
function openTab(isHidden = false) {
  const listeners = { visibility: new Set<() => void>(), online: new Set<() => void>() };
  const on = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener);
    return () => set.delete(listener);
  };
  const state = { isHidden };
  const tab: Tab = {
    isHidden: () => state.isHidden,
    onVisibility: on(listeners.visibility),
    onOnline: on(listeners.online),
  };
  return {
    tab,
    listeners,
    hide: (hidden: boolean) => {
      state.isHidden = hidden;
      for (const listener of listeners.visibility) listener();
    },
    comeOnline: () => {
      for (const listener of listeners.online) listener();
    },
  };
}

const sent = ({ wire }: World) => wire().sent.map(({ type }) => type);

function attached(isHidden = false) {
  const world = openWorld();
  const tab = openTab(isHidden);
  world.connection.subscribe(question, { frame: () => 0 });
  const detach = attachToTab(world.connection, tab.tab, { after: world.after });
  connect(world);
  return { world, ...tab, detach };
}

describe('a tab', () => {
  it('is sent no frames once nobody has seen it for half a minute, and all of them again after', () => {
    const { world, hide } = attached();
    hide(true);
    world.pass(29_000);
    expect(sent(world)).toEqual(['subscribe']);
    world.say({ type: 'heartbeat', time: 0 });
    world.pass(1_000);
    expect(sent(world)).toEqual(['subscribe', 'unsubscribe']);
    hide(false);
    expect(sent(world)).toEqual(['subscribe', 'unsubscribe', 'subscribe']);
  });

  it('loses nothing over a glance at another', () => {
    const { world, hide } = attached();
    hide(true);
    world.pass(10_000);
    hide(false);
    world.say({ type: 'heartbeat', time: 0 });
    world.pass(10_000);
    world.say({ type: 'heartbeat', time: 0 });
    world.pass(14_000);
    expect(sent(world)).toEqual(['subscribe']);
  });

  it('that is opened in the background asks for nothing before it is seen', () => {
    const { world, hide } = attached(true);
    expect(sent(world)).toEqual([]);
    hide(false);
    expect(sent(world)).toEqual(['subscribe']);
  });

  it('tries again at once when it is seen and when the network is back', () => {
    const { world, hide, comeOnline } = attached();
    world.wire().events.closed(1006);
    hide(false);
    expect(world.dialled).toHaveLength(2);
    world.wire().events.closed(1006);
    comeOnline();
    expect(world.dialled).toHaveLength(3);
  });

  it('is left alone after it was detached', () => {
    const { world, listeners, hide, detach } = attached();
    hide(true);
    detach();
    world.pass(100_000);
    expect(sent(world)).toEqual(['subscribe']);
    expect([listeners.visibility.size, listeners.online.size]).toEqual([0, 0]);
    expect(world.dialled).toHaveLength(1);
  });
});
