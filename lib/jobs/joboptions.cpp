// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/joboptions.h"

namespace Spawn {

JobOptions JobOptions::over(const JobOptions &others) const
{
    JobOptions merged = *this;
    const auto merge = [&](auto member) {
        if (!(merged.*member))
            merged.*member = others.*member;
    };
    merge(&JobOptions::timeout);
    merge(&JobOptions::niceLevel);
    merge(&JobOptions::lockFile);
    merge(&JobOptions::idleTimeout);
    merge(&JobOptions::exitTimeout);
    merge(&JobOptions::maxUseCount);
    merge(&JobOptions::scriptDirectory);
    merge(&JobOptions::preloads);
    merge(&JobOptions::inlineSource);
    merge(&JobOptions::retryLimit);
    merge(&JobOptions::priority);
    merge(&JobOptions::maxMemory);
    merge(&JobOptions::retryDelay);
    merge(&JobOptions::sharedWorkers);
    merge(&JobOptions::scriptEngine);
    return merged;
}

} // namespace Spawn
