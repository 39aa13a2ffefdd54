#!/usr/bin/env node
// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// Runs jobs whose scripts are JavaScript under Node, one after the other, by the protocol in
// job-protocol.md. A script is a module:
//
//   module.exports = function (payload, callback, job) { callback(null, payload); };
//
// or a function of the payload that returns the value, or a promise of it. job.progress(value) tells
// how far it is; job.id and job.attempt are the runner's. An exception that nobody catches ends the
// process, and the runner says how.

const Module = require('module');
const path = require('path');
const url = require('url');

const waiting = []; // requests, in their order
let running = 0; // the number of the run; 0: none
let busy = false; // with it, or with sending its answer
const preloaded = new Map(); // the globals that are ours, and what they hold
const inlineModules = new Map(); // source to what it exports
const functions = new Map(); // by script; looking for a file costs more than a short job

function send(message, sent = () => { }) {
    if (process.connected)
        process.send(message, sent); // also told when the runner has gone meanwhile
}

// As JSON: an error's own properties, and the three that it does not list.
function describe(error) {
    if (!(error instanceof Error))
        return error === undefined ? null : error;
    return { ...error, name: error.name, message: error.message, stack: error.stack };
}

function preload(preloads, script) {
    if (preloads === undefined)
        return;
    const requireFrom = Module.createRequire(script);
    for (const [name, file] of Object.entries(preloads)) {
        const exported = requireFrom(file);
        if (name in globalThis && !(preloaded.has(name) && preloaded.get(name) === globalThis[name]))
            throw new Error(`the preload "${name}" would replace a global of that name`);
        preloaded.set(name, exported);
        globalThis[name] = exported;
    }
}

// A module's text, or the text of a function.
function compile(source, script) {
    const known = inlineModules.get(source);
    if (known)
        return known;
    const module = new Module(script, null);
    module.filename = script;
    module.paths = Module._nodeModulePaths(path.dirname(script));
    const isFunction = /^\s*(async\s+)?(function\b|\()/.test(source);
    try {
        module._compile(isFunction ? `module.exports = ${source}` : source, script);
    } catch (error) {
        error.message = `qworker eval error: ${error.message}`;
        throw error;
    }
    inlineModules.set(source, module.exports);
    return module.exports;
}

function functionOf(exported, script) {
    const runs = exported && exported.default ? exported.default : exported;
    if (typeof runs !== 'function')
        throw new TypeError(`"${script}" exports no function`);
    return runs;
}

// Calls back at once for all but ECMAScript modules, which Node loads in its own time.
function load(request, callback, fail) {
    const { script, inlineSource } = request;
    if (inlineSource !== undefined) {
        callback(functionOf(compile(inlineSource, script), script));
        return;
    }
    const keep = (exported) => {
        const runs = functionOf(exported, script);
        functions.set(script, runs);
        callback(runs);
    };
    const known = functions.get(script);
    if (known !== undefined) {
        callback(known);
        return;
    }
    let exported;
    try {
        exported = require(script);
    } catch (error) {
        if (!error || error.code !== 'ERR_REQUIRE_ESM')
            throw error;
        import(url.pathToFileURL(script).href).then(keep).catch(fail);
        return;
    }
    keep(exported);
}

// The answer is out: before that no other job begins, since the runner takes a job behind one that is
// not answered for one that has not begun.
function sent() {
    busy = false;
    runNext();
}

// What cannot be JSON fails the job, not the process. An answer too many is the runner's to judge.
function answer(kind, run, value) {
    const ends = run === running && kind !== 'progress';
    if (ends)
        running = 0;
    try {
        send(value === undefined ? { [kind]: run } : { [kind]: run, value }, ends ? sent : undefined);
    } catch (error) {
        send({ failed: run, value: describe(error) }, ends ? sent : undefined);
    }
}

function run(request) {
    const number = request.run;
    running = number;
    busy = true;
    const fail = (error) => answer('failed', number, describe(error));
    const callback = (error, value) => (error ? fail(error) : answer('done', number, value));
    const job = {
        id: request.job,
        attempt: request.attempt,
        progress: (value) => answer('progress', number, value),
    };
    const start = (runs) => {
        const returned = runs(request.payload, callback, job);
        const isPromise = returned && typeof returned.then === 'function';
        const answersByReturning = runs.length < 2; // else it has a callback, and is to call it
        if (isPromise)
            returned.then((value) => { if (answersByReturning) callback(null, value); }, fail);
        else if (answersByReturning && returned !== undefined)
            callback(null, returned);
    };
    try {
        preload(request.preloads, request.script);
        load(request, start, fail);
    } catch (error) {
        fail(error);
    }
}

function runNext() {
    if (!busy && waiting.length > 0)
        run(waiting.shift());
}

function forget(number) {
    const place = waiting.findIndex((request) => request.run === number);
    if (place < 0)
        return; // it has begun
    waiting.splice(place, 1);
    send({ forgotten: number });
}

if (!process.connected) {
    process.stderr.write('asyncspawner-jobhost.js: serves jobs, and is to be started by a JobRunner\n');
    process.exit(2);
}
delete process.env.ASYNCSPAWNER_JOB_HOST;
process.on('message', (message) => {
    if (message && message.forget > 0) {
        forget(message.forget);
    } else if (message && message.run > 0) {
        waiting.push(message);
        runNext();
    }
});
send({ ready: process.pid, ahead: 8 });
