// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobcontext.h>

#include <QtCore/QJsonValue>
#include <QtCore/QString>

#include <functional>
#include <type_traits>
#include <utility>

namespace Spawn {

// The child's side of a JobRunner: makes a program a worker that runs C++ functions as jobs.
//
// A program can be its own job host. Its functions then run in copies of it, and a crash in one of
// them is a result here:
//
//   int main(int argc, char *argv[])
//   {
//       Spawn::JobHost::handle("double", [](const QJsonValue &v) { return v.toDouble() * 2; });
//       if (Spawn::JobHost::isHost())
//           return Spawn::JobHost::main(argc, argv);
//       QCoreApplication app(argc, argv); // and so on: runner.run("double", 21)
//
// A program that only serves jobs ends in "return Spawn::JobHost::main(argc, argv);", and is run by
// its path: runner.run("/usr/libexec/thumbnailer", payload). A program in any other language does
// the same by the protocol in job-protocol.md.
class ASYNCSPAWNER_EXPORT JobHost final
{
public:
    JobHost() = delete;

    using Function = std::function<void(const QJsonValue &payload, JobContext &job)>;

    // The function that runs jobs of this name. One that takes the payload alone returns the value
    // of the job. What it throws fails the job, if it derives from std::exception. To be called
    // before the application's other threads are started; the last one of a name counts.
    template <class F>
    static void handle(const QString &name, F &&function)
    {
        add(name, toFunction(std::forward<F>(function)));
    }
    // The one for all that have no function of their own; see JobContext::script().
    template <class F>
    static void handleOthers(F &&function)
    {
        add(QString(), toFunction(std::forward<F>(function)));
    }
    static bool handles(const QString &name);

    // Whether a JobRunner has started this process to serve jobs.
    static bool isHost();

    // Serves jobs, one at a time, until the runner wants no more; what it returns is for the main
    // program to return: 0, or 2 when no JobRunner has started this process. The application object
    // is made, as a QCoreApplication, unless there is one.
    static int main(int argc, char *argv[]);

private:
    template <class F>
    static Function toFunction(F &&function)
    {
        if constexpr (std::is_invocable_v<F &, const QJsonValue &, JobContext &>) {
            return Function(std::forward<F>(function));
        } else {
            static_assert(std::is_invocable_v<F &, const QJsonValue &>,
                          "takes the payload, or the payload and a JobContext");
            return [function = std::forward<F>(function)](const QJsonValue &payload,
                                                          JobContext &job) mutable {
                if constexpr (std::is_void_v<decltype(function(payload))>) {
                    function(payload);
                    job.finish();
                } else {
                    job.finish(function(payload));
                }
            };
        }
    }
    static void add(const QString &name, Function function);
};

} // namespace Spawn
