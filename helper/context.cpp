// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "context.h"

#include <algorithm>
#include <sys/resource.h>

namespace Spawn {

static bool isOwn(const Wire::ResourceLimit &limit)
{
    rlimit own{};
    return getrlimit(static_cast<__rlimit_resource>(limit.resource), &own) == 0
        && own.rlim_cur == limit.soft && own.rlim_max == limit.hard;
}

Context makeContext(Wire::ContextMessage message, Wire::Descriptor directory,
                    const std::vector<Wire::ResourceLimit> &inherited)
{
    Context context;
    context.directory = message.directory;
    context.directoryDescriptor = std::move(directory);
    context.umask = message.umask;
    context.niceLevel = message.niceLevel;
    context.setsNiceLevel = message.niceLevel != getpriority(PRIO_PROCESS, 0);
    context.limits = message.limits;
    for (const Wire::ResourceLimit &limit : inherited) {
        const auto same = [&limit](const auto &other) {
            return other.resource == limit.resource;
        };
        if (std::none_of(message.limits.begin(), message.limits.end(), same))
            context.limits.push_back(limit);
    }
    std::erase_if(context.limits, isOwn);
    context.environment = std::move(message.environment);
    context.environment.push_back(nullptr);
    return context;
}

} // namespace Spawn
