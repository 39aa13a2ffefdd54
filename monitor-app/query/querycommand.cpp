// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/querycommand.h"

#include "exitstatus.h"
#include "query/attachment.h"
#include "query/clustersquery.h"
#include "query/jobsquery.h"
#include "query/querytext.h"
#include "query/watch.h"
#include "query/workersquery.h"
#include "terminal.h"

#include <QtCore/QHash>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

const char QueryUsage[]
    = "list                    applications that can be attached, and why others cannot\n"
      "show [APP]              its helper, its queue and its commands\n"
      "watch [APP]             a line for each thing that happens, until it ends\n"
      "restarts [APP]          how its helpers ended\n"
      "workers [APP]           its pools with their workers, and how workers ended\n"
      "jobs [APP]              its runners with their scripts and jobs, and how jobs ended\n"
      "clusters [APP]          its clusters with their sockets and workers, and how workers ended\n"
      "cancel APP ID...        ends commands that wait, and those that run by their signal\n"
      "terminate APP ID...     as cancel, and they end as crashed\n"
      "kill APP ID...          SIGKILL to them and all that they started\n"
      "signal APP SIGNAL ID... any other signal\n"
      "raise APP ID...         to the head of the queue\n"
      "restart-workers APP PROGRAM [ID...]\n"
      "                        replaces these workers, or all of the program one after the other\n"
      "remove-workers APP PROGRAM [ID...]\n"
      "                        ends them once they have answered\n"
      "add-worker APP PROGRAM  starts one more\n"
      "cancel-job APP JOB...   ends jobs that wait, and those that run with their workers; a\n"
      "                        number, or RUNNER/NUMBER where there are several runners\n"
      "reload-jobs APP [SCRIPT]\n"
      "                        the next jobs of the script, or of all, run what its file holds\n"
      "reload-cluster APP [CLUSTER]\n"
      "                        replaces the workers of the cluster, by its name or number, or of\n"
      "                        all; no connection is refused\n"
      "\n"
      "APP is a name or a process; none: the only one there is. --json: an object a line.\n"
      "Requests are for applications that allow control.\n";

static int fail(const QString &problem, int status)
{
    writeFully(STDERR_FILENO, "spawn-monitor: " + problem.toUtf8() + '\n');
    return status;
}

static int badUsage(const QString &problem)
{
    return fail(problem + u" See spawn-monitor --help."_s, BadUsage);
}

static int answer(const QByteArray &text)
{
    const int error = writeFully(STDOUT_FILENO, text);
    return error == 0 || error == EPIPE ? AllSucceeded : SomeFailed;
}

// "TERM", "SIGTERM", "15"; 0: none.
static int signalOf(const QString &name)
{
    bool isNumber = false;
    const int number = name.toInt(&isNumber);
    if (isNumber)
        return number >= 1 && number <= SIGRTMAX ? number : 0;
    const QByteArray abbreviation
        = name.toUpper().toLatin1().mid(name.startsWith(u"SIG", Qt::CaseInsensitive) ? 3 : 0);
    for (int signal = 1; signal <= SIGRTMAX; ++signal) {
        const char *const known = sigabbrev_np(signal);
        if (known != nullptr && abbreviation == known)
            return signal;
    }
    return 0;
}

// Nothing, after a complaint, when one of them is no number.
static std::optional<QList<quint64>> idsOf(const QStringList &arguments)
{
    QList<quint64> ids;
    for (const QString &argument : arguments) {
        bool isNumber = false;
        ids.append(argument.toULongLong(&isNumber));
        if (!isNumber) {
            badUsage(u"\"%1\" is not the number of a command."_s.arg(argument));
            return std::nullopt;
        }
    }
    return ids;
}

static int done(const QString &problem)
{
    return problem.isEmpty() ? AllSucceeded : fail(u"Not done: %1."_s.arg(problem), SomeFailed);
}

static int askPool(const QString &name, const QString &what, const QStringList &arguments)
{
    const bool isAdding = what == u"addWorker"_s;
    if (arguments.size() < 2 || (isAdding && arguments.size() > 2)) {
        return badUsage(isAdding ? u"%1 takes an application and a program."_s.arg(name)
                                 : u"%1 needs an application and a program."_s.arg(name));
    }
    const std::optional<QList<quint64>> ids = idsOf(arguments.mid(2));
    if (!ids)
        return BadUsage;
    Attachment attachment;
    if (const QString problem = attachment.attach(arguments[0]); !problem.isEmpty())
        return fail(problem, SomeFailed);
    const NamedProgram named = findProgram(attachment.snapshot(), arguments[1]);
    if (!named.problem.isEmpty())
        return fail(named.problem, SomeFailed);
    return done(attachment.requestOfPool(what, named.pool, named.program, *ids));
}

static int cancelJobs(const QStringList &arguments)
{
    if (arguments.size() < 2)
        return badUsage(u"cancel-job needs an application and at least one job."_s);
    Attachment attachment;
    if (const QString problem = attachment.attach(arguments[0]); !problem.isEmpty())
        return fail(problem, SomeFailed);
    attachment.waitForLook();
    const NamedJobs named = findJobs(attachment.snapshot(), arguments.mid(1));
    QString problem = named.problem;
    if (!problem.isEmpty())
        return fail(problem, SomeFailed);
    for (auto it = named.ofRunners.cbegin(); it != named.ofRunners.cend(); ++it) {
        if (problem.isEmpty())
            problem = attachment.requestOfRunner(u"cancelJobs"_s, it.key(), {}, it.value());
    }
    return done(problem);
}

static int reloadJobs(const QStringList &arguments)
{
    if (arguments.isEmpty() || arguments.size() > 2)
        return badUsage(u"reload-jobs takes an application and a script, or all of them."_s);
    Attachment attachment;
    if (const QString problem = attachment.attach(arguments[0]); !problem.isEmpty())
        return fail(problem, SomeFailed);
    attachment.waitForLook();
    const NamedScripts named = findScripts(attachment.snapshot(), arguments.value(1));
    QString problem = named.problem;
    if (!problem.isEmpty())
        return fail(problem, SomeFailed);
    for (auto it = named.ofRunners.cbegin(); it != named.ofRunners.cend(); ++it) {
        if (problem.isEmpty())
            problem = attachment.requestOfRunner(u"reloadScript"_s, it.key(), it.value(), {});
    }
    return done(problem);
}

static int reloadClusters(const QStringList &arguments)
{
    if (arguments.isEmpty() || arguments.size() > 2)
        return badUsage(u"reload-cluster takes an application and a cluster, or all of them."_s);
    Attachment attachment;
    if (const QString problem = attachment.attach(arguments[0]); !problem.isEmpty())
        return fail(problem, SomeFailed);
    attachment.waitForLook();
    const NamedClusters named = findClusters(attachment.snapshot(), arguments.value(1));
    QString problem = named.problem;
    if (!problem.isEmpty())
        return fail(problem, SomeFailed);
    for (const quint64 cluster : named.numbers) {
        if (problem.isEmpty())
            problem = attachment.requestOfCluster(u"reloadCluster"_s, cluster);
    }
    return done(problem);
}

static int ask(const QString &what, QStringList arguments)
{
    const bool isSignal = what == u"signal"_s;
    if (arguments.size() < (isSignal ? 3 : 2))
        return badUsage(u"%1 needs an application and at least one command."_s.arg(what));
    const QString which = arguments.takeFirst();
    int signalNumber = 0;
    if (isSignal) {
        const QString name = arguments.takeFirst();
        signalNumber = signalOf(name);
        if (signalNumber == 0)
            return badUsage(u"\"%1\" is no signal."_s.arg(name));
    }
    const std::optional<QList<quint64>> ids = idsOf(arguments);
    if (!ids)
        return BadUsage;
    Attachment attachment;
    if (const QString problem = attachment.attach(which); !problem.isEmpty())
        return fail(problem, SomeFailed);
    for (const quint64 id : *ids) {
        const auto found = attachment.snapshot().commands.constFind(id);
        if (found == attachment.snapshot().commands.constEnd() || found->isFinished())
            return fail(u"No command %1 waits or runs."_s.arg(id), SomeFailed);
    }
    return done(attachment.request(what, *ids, signalNumber));
}

// What the protocol calls it.
static const QHash<QString, QString> &poolRequests()
{
    static const QHash<QString, QString> requests{
        {u"add-worker"_s, u"addWorker"_s},
        {u"remove-workers"_s, u"removeWorkers"_s},
        {u"restart-workers"_s, u"restartWorkers"_s},
    };
    return requests;
}

using Ask = int (*)(const QStringList &arguments);

static const QHash<QString, Ask> &namedRequests()
{
    static const QHash<QString, Ask> requests{{u"cancel-job"_s, &cancelJobs},
                                              {u"reload-jobs"_s, &reloadJobs},
                                              {u"reload-cluster"_s, &reloadClusters}};
    return requests;
}

static bool isLook(const QString &name)
{
    static const QStringList names{u"list"_s,    u"show"_s, u"watch"_s,   u"restarts"_s,
                                   u"workers"_s, u"jobs"_s, u"clusters"_s};
    return names.contains(name);
}

bool isQueryCommand(const QString &name)
{
    static const QStringList requests{u"cancel"_s, u"terminate"_s, u"kill"_s, u"signal"_s,
                                      u"raise"_s};
    return isLook(name) || namedRequests().contains(name) || requests.contains(name)
        || poolRequests().contains(name);
}

int queryCommand(const QString &name, const QStringList &given)
{
    QStringList arguments = given;
    const bool json = arguments.removeAll(u"--json"_s) > 0;
    for (const QString &argument : std::as_const(arguments)) {
        if (argument.startsWith(u'-'))
            return badUsage(u"%1 is no option of %2."_s.arg(argument, name));
    }
    if (!isLook(name)) {
        if (json)
            return badUsage(u"%1 has no --json."_s.arg(name));
        if (const Ask named = namedRequests().value(name, nullptr))
            return named(arguments);
        const QString ofPool = poolRequests().value(name);
        return ofPool.isEmpty() ? ask(name, arguments) : askPool(name, ofPool, arguments);
    }
    const int width = terminalWidth(STDOUT_FILENO);
    if (name == u"list"_s) {
        if (!arguments.isEmpty())
            return badUsage(u"list takes no application."_s);
        const QList<MonitorTarget> targets = MonitorClient::targets();
        return answer(json ? targetsJson(targets) : targetsText(targets, width));
    }
    if (arguments.size() > 1)
        return badUsage(u"%1 takes one application."_s.arg(name));
    Attachment attachment;
    if (const QString problem = attachment.attach(arguments.value(0)); !problem.isEmpty())
        return fail(problem, SomeFailed);
    if (name == u"watch"_s)
        return watch(attachment.client(), json);
    if (name == u"restarts"_s) {
        const QList<RestartSnapshot> &restarts = attachment.snapshot().restarts;
        return answer(json ? restartsJson(restarts) : restartsText(restarts, width));
    }
    if (name == u"workers"_s) {
        const SpawnerSnapshot &snapshot = attachment.snapshot();
        return answer(json ? workersJson(snapshot) : workersText(snapshot, width));
    }
    attachment.waitForLook();
    if (name == u"jobs"_s) {
        const SpawnerSnapshot &snapshot = attachment.snapshot();
        return answer(json ? jobsJson(snapshot) : jobsText(snapshot, width));
    }
    if (name == u"clusters"_s) {
        const SpawnerSnapshot &snapshot = attachment.snapshot();
        return answer(json ? clustersJson(snapshot) : clustersText(snapshot, width));
    }
    attachment.waitForHistory();
    return answer(json ? snapshotJson(attachment.snapshot())
                       : snapshotText(attachment.snapshot(), width));
}

} // namespace Spawn
