// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace Spawn {

// How jobs are run: of a runner, for all of its jobs, or of one job. What is unset is as the runner
// has it, and there as said here. A time of 0 and an empty text switch off what the runner has.
//
//   Spawn::JobOptions options;
//   options.timeout = std::chrono::seconds(30);
//   options.retryLimit = 2; // the script may run again after it has failed
//   runner.run("thumbnail.js", "picture.png", options);
//
// An option that makes no sense fails the job, and its text says which one.
struct ASYNCSPAWNER_EXPORT JobOptions
{
    Q_GADGET
public:
    enum class ScriptEngine {
        Automatic, // node if the PATH has one, else asyncspawner-jobhost
        Node,
        Qml, // QJSEngine, in asyncspawner-jobhost
    };
    Q_ENUM(ScriptEngine)

    // Of one attempt, the start of its worker included. Then the worker and all its process group
    // are ended. Default: none.
    std::optional<std::chrono::milliseconds> timeout = {};
    // Of the worker's process, -20 to 19. Where it is not allowed the job runs without it, and
    // errorOccurred() says so. Default: the application's.
    std::optional<int> niceLevel = {};
    // Held while the job runs, by nobody else at the same time; names the process of the worker.
    // Gone when the job has ended, however it did. Default: none.
    std::optional<QString> lockFile = {};
    // An idle worker is ended after it. Default: never.
    std::optional<std::chrono::milliseconds> idleTimeout = {};
    // How long a worker that is wanted no more has to end by itself; then it is killed. 2 s.
    std::optional<std::chrono::milliseconds> exitTimeout = {};
    // Jobs that a worker runs, one after the other, before it is ended. 1: a process each.
    std::optional<int> maxUseCount = {};
    // Where scripts are that are no absolute path. Default: the working directory at the time when
    // the runner is made.
    std::optional<QString> scriptDirectory = {};
    // JavaScript: globals, by name, and the modules they hold. A path that begins with a dot is
    // relative to the script directory. They stay for the later jobs of a worker.
    std::optional<QMap<QString, QString>> preloads = {};
    // JavaScript: the text of a module, or of a function, in place of a file. The script's name
    // then chooses the worker, and no more.
    std::optional<QString> inlineSource = {};
    // How often a job is tried again that has failed, with an error of its own or without: it has
    // to be one that may run twice. Not for a script that is not there. 0.
    std::optional<int> retryLimit = {};
    // Larger first, then in the order of run(). 0.
    std::optional<int> priority = {};
    // Bytes resident after a job, beyond which a worker is ended. Default: none.
    std::optional<qint64> maxMemory = {};

    // Before the first retry; each one after it waits twice as long, 30 s at most. 100 ms.
    std::optional<std::chrono::milliseconds> retryDelay = {};
    // A worker runs scripts of several files of the same kind. Default: of one file.
    std::optional<bool> sharedWorkers = {};
    std::optional<ScriptEngine> scriptEngine = {};

    // These, and those of others where these are unset.
    JobOptions over(const JobOptions &others) const;
};

} // namespace Spawn
