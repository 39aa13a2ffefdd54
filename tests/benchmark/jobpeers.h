// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

class QString;

namespace Spawn::Benchmark {

class Bench;

// Jobs a second; not a number: not measured.
struct JobPeers
{
    // Node's fork() alone: what qworker does for a job without its book-keeping, so that qworker
    // cannot be faster.
    double fork;
    double qworker; // npm's, when NODE_PEERS names a folder whose node_modules has it
};
// The load is "processes", "serial", "pairs" or "queue", as in jobpeers.js.
JobPeers measureJobPeers(Bench &bench, const QString &load, int atOnce);
bool haveQWorker();

} // namespace Spawn::Benchmark
