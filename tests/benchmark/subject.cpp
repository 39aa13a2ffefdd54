// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "subject.h"

#include <cmath>

namespace Spawn::Benchmark {

double Subject::ioThreadCpuTime() const
{
    return NAN;
}

double Subject::helperCpuTime() const
{
    return NAN;
}

} // namespace Spawn::Benchmark
