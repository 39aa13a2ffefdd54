// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    const Native = Promise;
    const { setTimeout } = runtime.global; // a script may put its own there
    const Grace = 10; // ms; until then a rejected promise may still find one who cares

    function soon(callback, ...args) {
        if (typeof callback !== 'function')
            throw runtime.wrongType('callback', 'function');
        Native.resolve().then(() => runtime.guarded(callback, args));
    }

    // Of these functions the first call counts, and no other.
    function once(...actions) {
        let called = false;
        return actions.map((action) => (value) => {
            if (!called) {
                called = true;
                action(value);
            }
        });
    }

    const State = Symbol('state');

    // Qt's promises swallow what nobody catches, and the job would never end. These know whether
    // somebody has asked.
    class TrackedPromise extends Native {
        constructor(executor) {
            if (typeof executor !== 'function')
                throw new TypeError(`Promise resolver ${String(executor)} is not a function`);
            const state = { handled: false };
            super((fulfil, reject) => {
                const refuse = (reason) => {
                    reject(reason);
                    setTimeout(() => {
                        if (!state.handled)
                            runtime.uncaught(reason);
                    }, Grace);
                };
                // Of another promise, too: Qt would settle with its result past us.
                const follow = (value) => {
                    const [resolveLater, rejectLater] = once(follow, refuse);
                    try {
                        const then = Object(value) === value ? value.then : undefined;
                        if (typeof then !== 'function')
                            fulfil(value);
                        else
                            Native.resolve().then(() => then.call(value, resolveLater, rejectLater))
                                .then(undefined, rejectLater);
                    } catch (error) {
                        rejectLater(error);
                    }
                };
                const [resolve, fail] = once(follow, refuse);
                try {
                    executor(resolve, fail);
                } catch (error) {
                    fail(error);
                }
            });
            Object.defineProperty(this, State, { value: state });
        }

        then(fulfilled, rejected) {
            this[State].handled = true;
            return super.then(fulfilled, rejected);
        }

        catch(rejected) { return this.then(undefined, rejected); }

        finally(callback) {
            const after = (next) => (value) => new TrackedPromise((resolve) => resolve(callback()))
                .then(() => next(value));
            return this.then(after((value) => value), after((error) => { throw error; }));
        }
    }
    Object.defineProperty(TrackedPromise, 'name', { value: 'Promise' });

    runtime.soon = soon;
    runtime.addGlobals({ Promise: TrackedPromise, queueMicrotask: (callback) => soon(callback) });
})
