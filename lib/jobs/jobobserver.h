// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn {

class JobRunner;

// Who wants to know of every runner that is made with a queue of its own, in its thread and at the
// end of its constructor. To be set at static initialisation, as PoolMade. Null: nobody.
using RunnerMade = void (*)(JobRunner *);
void setRunnerObserver(RunnerMade made);
void tellOfRunner(JobRunner *runner);

} // namespace Spawn
