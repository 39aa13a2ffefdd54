// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    // As jobhost.js, the host for Node.
    const preloaded = new Map(); // the globals that are ours, and what they hold
    const inlineModules = new Map(); // source to what it exports
    const functions = new Map(); // by script; looking for a file costs more than a short job

    function preload(preloads, script) {
        const requireFrom = runtime.requireFrom(script);
        for (const name of Object.keys(preloads)) {
            const exported = requireFrom(preloads[name]);
            const isOurs = preloaded.has(name) && preloaded.get(name) === runtime.global[name];
            if (name in runtime.global && !isOurs)
                throw new Error(`the preload "${name}" would replace a global of that name`);
            preloaded.set(name, exported);
            runtime.global[name] = exported;
        }
    }

    // A module's text, or the text of a function.
    function compile(source, script) {
        if (inlineModules.has(source))
            return inlineModules.get(source);
        const isFunction = /^\s*(async\s+)?(function\b|\()/.test(source);
        let exported;
        try {
            exported = runtime.evaluateAs(script, isFunction ? `module.exports = ${source}` : source);
        } catch (error) {
            if (error instanceof Error)
                error.message = `qworker eval error: ${error.message}`;
            throw error;
        }
        inlineModules.set(source, exported);
        return exported;
    }

    function functionOf(exported, script) {
        const runs = exported && exported.default ? exported.default : exported;
        if (typeof runs !== 'function')
            throw new TypeError(`"${script}" exports no function`);
        return runs;
    }

    function load(request) {
        const { script, inlineSource } = request;
        if (inlineSource !== undefined)
            return functionOf(compile(inlineSource, script), script);
        if (!functions.has(script))
            functions.set(script, functionOf(runtime.requireFrom(script)(script), script));
        return functions.get(script);
    }

    // What cannot be JSON fails the job, not the process.
    function send(answers, kind, value) {
        let text;
        try {
            text = JSON.stringify(value);
        } catch (error) {
            answers.failed(JSON.stringify(runtime.describe(error)));
            return;
        }
        answers[kind](text);
    }

    function run(request, answers) {
        const fail = (error) => send(answers, 'failed', runtime.describe(error));
        const callback = (error, value) => (error ? fail(error) : send(answers, 'done', value));
        const job = {
            id: request.job,
            attempt: request.attempt,
            progress: (value) => send(answers, 'progress', value),
        };
        try {
            if (request.preloads !== undefined)
                preload(request.preloads, request.script);
            const runs = load(request);
            const returned = runs(JSON.parse(request.payload)[0], callback, job);
            const isPromise = returned && typeof returned.then === 'function';
            const answersByReturning = runs.length < 2; // else it has a callback, and is to call it
            if (isPromise)
                returned.then((value) => { if (answersByReturning) callback(null, value); }, fail);
            else if (answersByReturning && returned !== undefined)
                callback(null, returned);
        } catch (error) {
            fail(error);
        }
    }

    // Guarded: describing an error runs what the script has made of it.
    runtime.run = (request, answers) => runtime.guarded(run, [request, answers]);
})
