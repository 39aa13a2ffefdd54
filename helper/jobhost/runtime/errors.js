// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    // Qt says where by a URL.
    function pathOf(place) {
        try {
            return decodeURIComponent(place.replace(/^file:(\/\/)?/, ''));
        } catch (error) {
            return place;
        }
    }

    // As Node writes it. Qt's has neither the name nor the message, and a line is
    // "function@file:///script.js:3".
    runtime.stackOf = (error) => {
        const lines = [error.message ? `${error.name}: ${error.message}` : String(error.name)];
        for (const frame of String(error.stack || '').split('\n')) {
            const at = frame.indexOf('@');
            const place = pathOf(frame.slice(at + 1));
            if (place === '' || place.startsWith('qrc:'))
                continue;
            lines.push(at > 0 ? `    at ${frame.slice(0, at)} (${place})` : `    at ${place}`);
        }
        return lines.join('\n');
    };

    // As JSON: an error's own properties, and the three that it does not list.
    runtime.describe = (error) => {
        if (!(error instanceof Error))
            return error === undefined ? null : error;
        return Object.assign({}, error, {
            name: error.name,
            message: error.message,
            stack: runtime.stackOf(error),
        });
    };

    runtime.textOf = (value) => {
        if (value instanceof Error)
            return runtime.stackOf(value);
        if (value === null || typeof value !== 'object')
            return String(value);
        try {
            return JSON.stringify(value);
        } catch (error) {
            return String(value);
        }
    };

    // Ends the process, as Node does: whatever the script has left half done is not to go on.
    runtime.uncaught = (error) => {
        let text = '(it cannot be described)';
        try {
            text = runtime.textOf(error);
        } finally {
            runtime.process.writeError(`Uncaught ${text}\n`);
            runtime.process.exit(1);
        }
    };

    runtime.guarded = (callback, args) => {
        try {
            callback(...args);
        } catch (error) {
            runtime.uncaught(error);
        }
    };

    runtime.wrongType = (name, type) => Object.assign(
        new TypeError(`The "${name}" argument must be of type ${type}`),
        { code: 'ERR_INVALID_ARG_TYPE' });

    // Global, but not listed.
    runtime.addGlobals = (globals) => {
        for (const name of Object.keys(globals)) {
            Object.defineProperty(runtime.global, name, {
                value: globals[name],
                writable: true,
                configurable: true,
            });
        }
    };
})
