// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobcontext.h>

// A job that does what its payload says; tasks.js is the same in JavaScript.
//
//   {"do": "echo", "value": 1}       {"do": "pid"}            {"do": "attempt"}
//   {"do": "sleep", "ms": 100}       answers with the time, ms since the epoch, at which it began
//   {"do": "fail", "error": 1}       {"do": "throw", "text": "no"}
//   {"do": "exit", "code": 7}        {"do": "kill", "signal": 9}
//   {"do": "spin"}                   never answers, and never looks at its channel
//   {"do": "progress", "count": 3}   0 to 2, then answers
//   {"do": "grow", "bytes": 1000}    keeps them
//   {"do": "deafSpin", "ms": 100}    ignores SIGTERM from then on
//   {"do": "mark", "file": ""}       appends a line, and never answers
//   {"do": "markAndDie", "file": ""} appends a line, and kills itself
//   {"do": "sleepAndFail"}           {"do": "sleepAndCrash"}   after 200 ms
//   {"do": "dieOnce", "file": ""}    kills itself unless the file is there, which it makes first
//
// Everything else is an error.
void runTask(const QJsonValue &payload, Spawn::JobContext &job);
