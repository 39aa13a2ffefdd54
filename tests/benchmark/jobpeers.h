// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Jobs a second; not a number: not measured.
struct JobPeer
{
    double processes; // a process each, two at a time
    double serial; // one worker, one in flight
    double pairs; // two workers, two in flight
    double queue; // two workers, all asked for at once
};

struct JobPeers
{
    // Node's fork() alone: what qworker does for a job without its book-keeping, so that qworker
    // cannot be faster.
    JobPeer fork;
    JobPeer qworker; // npm's, when NODE_PEERS names a folder whose node_modules has it
};
JobPeers measureJobPeers(Bench &bench, int atOnce);
bool haveQWorker();

} // namespace Spawn::Benchmark
