import { EventEmitter } from 'node:events';

/** Passes a fake off as the part of Electron that the function under test uses. */
export function as(fake: object): never {
  return fake as never;
}

/** An event as Electron hands it over, remembering whether its default was prevented. */
export function fakeEvent<Facts extends object>(facts: Facts) {
  const event = { ...facts, prevented: false, preventDefault: () => (event.prevented = true) };
  return event;
}

/** A page's contents: emits Electron's events and keeps the handler for new windows. */
export function fakeContents() {
  const contents = Object.assign(new EventEmitter(), {
    openHandler: (_details: { url: string }): unknown => 'not set',
    setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
      contents.openHandler = handler;
    },
    reloads: 0,
    reload: () => (contents.reloads += 1),
  });
  return contents;
}
