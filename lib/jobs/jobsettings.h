// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/joboptions.h"

#include <chrono>
#include <optional>

namespace Spawn {

// The options of one job with nothing left unset; none and 0 are the same.
struct JobSettings
{
    explicit JobSettings(const JobOptions &options);

    // What makes no sense in the options; empty: nothing.
    static QString problemOf(const JobOptions &options);

    std::chrono::milliseconds timeout;
    std::optional<int> niceLevel;
    QString lockFile;
    std::chrono::milliseconds idleTimeout;
    std::chrono::milliseconds exitTimeout;
    int maxUseCount;
    QString scriptDirectory; // absolute
    QMap<QString, QString> preloads;
    QString inlineSource; // null: none
    int retryLimit;
    int priority;
    qint64 maxMemory;
    std::chrono::milliseconds retryDelay;
    bool sharedWorkers;
    JobOptions::ScriptEngine scriptEngine;
};

} // namespace Spawn
