// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <vector>

namespace Spawn::Benchmark {

// Not a number when there are no values.
double quantile(std::vector<double> values, double part);

inline double median(const std::vector<double> &values)
{
    return quantile(values, 0.5);
}

} // namespace Spawn::Benchmark
