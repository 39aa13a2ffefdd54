// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/failure.h"

#include "engine/commandspec.h"
#include "spawner/text.h"
#include "wire/ledger.h"

#include <QtCore/QFile>

#include <cerrno>
#include <climits>
#include <iterator>
#include <sys/resource.h>

namespace Spawn {

using Stage = CommandResult::Stage;

QString streamName(int number)
{
    switch (number) {
    case 0:
        return Text::tr("standard input");
    case 1:
        return Text::tr("standard output");
    default:
        return Text::tr("standard error");
    }
}

QString descriptorName(int number)
{
    return Text::tr("descriptor %1").arg(number);
}

QString resourceName(int resource)
{
    struct Name
    {
        int resource;
        const char *name;
    };
    static constexpr Name names[] = {
        {RLIMIT_CPU, "RLIMIT_CPU"},           {RLIMIT_FSIZE, "RLIMIT_FSIZE"},
        {RLIMIT_DATA, "RLIMIT_DATA"},         {RLIMIT_STACK, "RLIMIT_STACK"},
        {RLIMIT_CORE, "RLIMIT_CORE"},         {RLIMIT_RSS, "RLIMIT_RSS"},
        {RLIMIT_NPROC, "RLIMIT_NPROC"},       {RLIMIT_NOFILE, "RLIMIT_NOFILE"},
        {RLIMIT_MEMLOCK, "RLIMIT_MEMLOCK"},   {RLIMIT_AS, "RLIMIT_AS"},
        {RLIMIT_LOCKS, "RLIMIT_LOCKS"},       {RLIMIT_SIGPENDING, "RLIMIT_SIGPENDING"},
        {RLIMIT_MSGQUEUE, "RLIMIT_MSGQUEUE"}, {RLIMIT_NICE, "RLIMIT_NICE"},
        {RLIMIT_RTPRIO, "RLIMIT_RTPRIO"},     {RLIMIT_RTTIME, "RLIMIT_RTTIME"},
    };
    static_assert(std::size(names) == RLIM_NLIMITS);
    for (const Name &entry : names) {
        if (entry.resource == resource)
            return QLatin1String(entry.name);
    }
    return QString::number(resource);
}

static QString programOf(const CommandSpec &spec, quint32 detail)
{
    const QString name = spec.secret ? Text::tr("the program")
                                     : u'"' + QFile::decodeName(spec.arguments.value(0)) + u'"';
    if (detail == Wire::InterpreterMissing)
        return Text::tr("%1 (the interpreter it names is missing)").arg(name);
    return name;
}

static QString descriptorOf(const CommandSpec &spec, quint32 detail)
{
    if (detail < Wire::ChildDescriptor || detail >= Wire::ChildDescriptor + INT_MAX)
        return Text::tr("a descriptor");
    const int number = static_cast<int>(detail - Wire::ChildDescriptor);
    if (number > 2)
        return descriptorName(number);
    const auto index = static_cast<size_t>(number);
    if (spec.targets[index] != CommandSpec::StreamTarget::File)
        return streamName(number);
    return Text::tr("%1 \"%2\"")
        .arg(streamName(number), QFile::decodeName(spec.extras().files[index].name));
}

static QString limitOf(const CommandSpec &spec, quint32 detail)
{
    if (detail == Wire::NiceLevel) {
        const std::optional<int> level = spec.extras().niceLevel;
        return level ? Text::tr("the nice level %1").arg(*level) : Text::tr("the nice level");
    }
    if (detail >= Wire::Resource && detail - Wire::Resource < RLIM_NLIMITS) {
        return Text::tr("the resource limit %1")
            .arg(resourceName(static_cast<int>(detail - Wire::Resource)));
    }
    return Text::tr("a resource limit");
}

QString culpritOf(const CommandSpec &spec, Stage stage, quint32 detail)
{
    switch (stage) {
    case Stage::Exec:
        return programOf(spec, detail);
    case Stage::Directory:
        return spec.workingDirectory.isEmpty()
            ? Text::tr("the application's directory")
            : Text::tr("the directory \"%1\"").arg(QFile::decodeName(spec.workingDirectory));
    case Stage::Descriptor:
        return descriptorOf(spec, detail);
    case Stage::Limit:
        return limitOf(spec, detail);
    case Stage::None:
    case Stage::Validation:
    case Stage::Queue:
    case Stage::Pipe:
    case Stage::Transfer:
    case Stage::Fork:
    case Stage::ControlGroup:
        break;
    }
    return {};
}

static QString sentence(Stage stage, int systemError)
{
    switch (stage) {
    case Stage::Validation:
        return Text::tr("the command is not valid");
    case Stage::Queue:
        return systemError == ETIMEDOUT ? Text::tr("the command waited too long in the queue")
                                        : Text::tr("too many commands are waiting");
    case Stage::Pipe:
        return Text::tr("cannot create pipes for the command");
    case Stage::Transfer:
        return Text::tr("cannot hand the command to the helper");
    case Stage::Fork:
        return Text::tr("cannot create a process");
    case Stage::ControlGroup:
        return Text::tr("cannot give the command a control group");
    case Stage::Directory:
        return Text::tr("cannot enter %1");
    case Stage::Limit:
    case Stage::Descriptor:
        return Text::tr("cannot set up %1");
    case Stage::Exec:
        return Text::tr("cannot run %1");
    case Stage::None:
        break;
    }
    return Text::tr("the command could not be started");
}

QString describeFailure(Stage stage, int systemError, const QString &culprit)
{
    if (stage == Stage::Validation && !culprit.isEmpty())
        return culprit;
    QString what = sentence(stage, systemError);
    if (what.contains(QLatin1String("%1")))
        what = what.arg(culprit.isEmpty() ? Text::tr("the command") : culprit);
    else if (!culprit.isEmpty())
        what = Text::tr("%1: %2").arg(what, culprit);
    // There the errno only repeats what the sentence says.
    if (systemError == 0 || stage == Stage::Validation || stage == Stage::Queue)
        return what;
    return Text::tr("%1: %2").arg(what, qt_error_string(systemError));
}

} // namespace Spawn
