// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <cstdlib>
#include <ctime>

// What it uses up.
namespace TestChild {

static int spin(Arguments arguments)
{
    const long long wanted = number(arguments, 0, 0) * 1000000;
    timespec used{};
    do {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    } while (used.tv_sec * 1000000000LL + used.tv_nsec < wanted);
    return 0;
}

static int allocate(Arguments arguments)
{
    const auto size = static_cast<size_t>(number(arguments, 0, 1)) << 20;
    auto *const memory = static_cast<volatile char *>(malloc(size));
    if (memory == nullptr)
        return 1;
    for (size_t i = 0; i < size; i += 4096)
        memory[i] = 1;
    return 0;
}

static constexpr Entry table[] = {
    {"spin", spin, "<ms of processor time>"},
    {"alloc", allocate, "<MiB>"},
};
const std::span<const Entry> load(table);

} // namespace TestChild
