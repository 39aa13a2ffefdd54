// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace Spawn::Benchmark {

double quantile(std::vector<double> values, double part)
{
    if (values.empty())
        return NAN;
    const size_t last = values.size() - 1;
    const double place = part * double(last);
    const size_t below = size_t(place);
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(below), values.end());
    const double low = values[below];
    if (below == last)
        return low;
    const double high = *std::min_element(values.begin() + std::ptrdiff_t(below) + 1, values.end());
    return low + (high - low) * (place - double(below));
}

} // namespace Spawn::Benchmark
