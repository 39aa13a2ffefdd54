// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jobs/joboptions.h>

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace Spawn {

// What "spawn-monitor job" is to do.
struct JobRequest
{
    QString script;
    JobOptions options;
    std::optional<QString> payload; // "-": standard input
    bool payloadIsText = false; // not JSON
    bool lines = false; // a payload on each line of the standard input
    int repeatCount = 1;
    int workerCount = 1;
    bool json = false;
    bool pretty = false;
    bool raw = false;
    bool progress = false;

    bool isOneJob() const { return !lines && repeatCount == 1; }
};

struct JobArguments
{
    JobRequest request;
    QString help; // to be shown instead
    QString error; // bad usage
};

// The arguments after "job".
JobArguments parseJobArguments(const QStringList &arguments);

} // namespace Spawn
