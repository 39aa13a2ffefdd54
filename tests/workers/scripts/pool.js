// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// A worker of a pool: answers each message with {pid, value}, but
//   {die: SIGNAL | code: N}   ends at once, without an answer
//   {control: WORD}           says {__forkfriend: WORD} to its pool, and answers
//   {argv: true}              answers with its arguments
// With the argument "ignore" it ignores SIGTERM and the end of its channel; with "early" it ends
// with 3 before it says anything.
if (process.argv[2] === 'early')
    process.exit(3);
if (process.argv[2] === 'ignore') {
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
}
process.on('message', (value) => {
    if (value && value.die)
        process.kill(process.pid, value.die);
    else if (value && value.code !== undefined)
        process.exit(value.code);
    else if (value && value.control)
        process.send({ __forkfriend: value.control }, () => process.send({ pid: process.pid, value }));
    else if (value && value.argv)
        process.send({ pid: process.pid, value: process.argv.slice(2) });
    else
        process.send({ pid: process.pid, value });
});
