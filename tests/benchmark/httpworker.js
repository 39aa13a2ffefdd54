// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// node httpworker.js
// An HTTP server at a port of the system's choice: alone, where it prints the port and its process
// as JSON, or a worker of a cluster.
const cluster = require('cluster');
const http = require('http');

const server = http.createServer((request, response) => response.end('hello world\n'));
server.listen(0, '127.0.0.1', () => {
    if (cluster.isPrimary)
        console.log(JSON.stringify({ port: server.address().port, workers: [process.pid] }));
});
