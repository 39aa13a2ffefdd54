// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
(function (runtime) {
    'use strict';

    // CommonJS, as far as Node's rules for files and for packages with a "main" go. Node's own
    // modules ("fs", "path") are not there.
    const files = runtime.files;
    const cache = Object.create(null); // modules by path

    const notFound = (name) => Object.assign(new Error(`Cannot find module '${name}'`),
                                             { code: 'MODULE_NOT_FOUND' });

    function readJson(path) {
        try {
            return JSON.parse(files.read(path));
        } catch (error) {
            error.message = `${path}: ${error.message}`;
            throw error;
        }
    }

    function findFile(path) {
        const suffix = ['', '.js', '.cjs', '.json'].find((end) => files.isFile(path + end));
        return suffix === undefined ? undefined : path + suffix;
    }

    function findInFolder(folder) {
        const description = files.absolute(folder, 'package.json');
        const main = files.isFile(description) ? readJson(description).main : undefined;
        const start = typeof main === 'string' ? files.absolute(folder, main) : undefined;
        return start && (findFile(start) || findFile(files.absolute(start, 'index')))
            || findFile(files.absolute(folder, 'index'));
    }

    const find = (path) => findFile(path) || findInFolder(path);

    function findPackage(name, folder) {
        for (let above = folder; ; above = files.folderOf(above)) {
            const found = find(files.absolute(above, `node_modules/${name}`));
            if (found || above === '/')
                return found;
        }
    }

    function resolve(name, folder) {
        if (typeof name !== 'string')
            throw runtime.wrongType('id', 'string');
        const isPath = /^(\/|\.\.?(\/|$))/.test(name);
        const found = isPath ? find(files.absolute(folder, name)) : findPackage(name, folder);
        if (!found)
            throw notFound(name);
        return files.resolved(found);
    }

    function makeRequire(folder) {
        const require = (name) => load(resolve(name, folder));
        require.resolve = (name) => resolve(name, folder);
        require.cache = cache;
        return require;
    }

    function makeModule(path) {
        const folder = files.folderOf(path);
        return {
            id: path,
            filename: path,
            path: folder,
            exports: {},
            loaded: false,
            require: makeRequire(folder),
        };
    }

    function evaluate(module, source) {
        const body = files.compile(source, module.filename);
        body.call(module.exports, module.exports, module.require, module, module.filename,
                  module.path);
        return module.exports;
    }

    function load(path) {
        if (path in cache)
            return cache[path].exports;
        if (path.endsWith('.mjs'))
            return files.importModule(path); // Qt keeps those itself
        const module = makeModule(path);
        cache[path] = module;
        try {
            if (path.endsWith('.json'))
                module.exports = readJson(path);
            else
                evaluate(module, files.read(path));
        } catch (error) {
            delete cache[path];
            throw error;
        }
        module.loaded = true;
        return module.exports;
    }

    runtime.requireFrom = (script) => makeRequire(files.folderOf(script));
    // What the source exports that is to be taken for the script's.
    runtime.evaluateAs = (script, source) => evaluate(makeModule(script), source);
})
