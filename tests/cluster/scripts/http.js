// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// The worker of Node's own documentation, to the letter but for the port: http.js PORT
const http = require('http');
const process = require('process');

http.createServer((req, res) => {
    res.writeHead(200);
    res.end('hello world\n');

    // Notify primary about the request
    process.send({ cmd: 'notifyRequest' });
}).listen(Number(process.argv[2]));
