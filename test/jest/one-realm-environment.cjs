/**
 * A Jest environment without a VM context of its own: test files run in the realm of the worker process. So a module that
 * an earlier file has loaded serves the next file too (see shared-runtime.cjs), and `instanceof` holds between the two.
 */
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** What Jest keeps on the global object for one file, such as its time limit and the handlers of its events. */
const OF_JEST = /jest|JEST|TIMEOUT|EVENT_HANDLERS|RETRY/;

class OneRealmEnvironment {
  constructor({ projectConfig }) {
    this.console = globalThis.console;
    this.exit = process.exit;
    this.env = { ...process.env };
    this.global = globalThis;
    this.global.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };
    this.fakeTimers = new LegacyFakeTimers({
      config: projectConfig,
      global: globalThis,
      moduleMocker: this.moduleMocker,
      timerConfig,
    });
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  /** Takes away what the file left on the global object, so that the next file begins as this one did. */
  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    globalThis.console = this.console;
    process.exit = this.exit;
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    for (const key of Object.getOwnPropertySymbols(globalThis)) {
      const { configurable } = Object.getOwnPropertyDescriptor(globalThis, key);
      if (configurable && OF_JEST.test(key.description)) delete globalThis[key];
    }
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return globalThis;
  }
}

module.exports = OneRealmEnvironment;
