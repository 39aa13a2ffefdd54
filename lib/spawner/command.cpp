// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/command.h"

#include "engine/commandspec.h"

#include <QtCore/QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace Spawn {

// Out of the way of the numbers 3 to 9, which scripts like to use for themselves.
static constexpr int LowestDuplicate = 10;

// QProcessEnvironment keeps bytes that are not UTF-8, but has no way to hand them out. Where the
// value is still the one of this process, its bytes are at hand.
static QByteArray encoded(const QString &key, const QString &value)
{
    const QByteArray own = qgetenv(key.toUtf8().constData());
    return !own.isEmpty() && QString::fromLocal8Bit(own) == value ? own : value.toUtf8();
}

Command::Command(const QStringList &argv) : d(new CommandSpec)
{
    d->arguments.reserve(argv.size());
    for (const QString &argument : argv)
        d->arguments.append(argument.toUtf8());
}

Command::Command(CommandSpec *spec) : d(spec) { }

Command Command::fromBytes(const QList<QByteArray> &argv)
{
    auto *const spec = new CommandSpec;
    spec->arguments = argv;
    return Command(spec);
}

Command Command::shell(const QString &line)
{
    return fromBytes({QByteArrayLiteral("/bin/sh"), QByteArrayLiteral("-c"), line.toUtf8()});
}

Command::Command(const Command &) = default;
Command::Command(Command &&) noexcept = default;
Command &Command::operator=(const Command &) = default;
Command &Command::operator=(Command &&) noexcept = default;
Command::~Command() = default;

QList<QByteArray> Command::arguments() const
{
    return d->arguments;
}

QString Command::program() const
{
    return QFile::decodeName(d->arguments.value(0));
}

void Command::setEnvironment(const QProcessEnvironment &environment)
{
    if (environment.inheritsFromParent()) {
        d->environment.reset();
        return;
    }
    QList<QByteArray> variables;
    const QStringList keys = environment.keys();
    variables.reserve(keys.size());
    for (const QString &key : keys)
        variables.append(key.toUtf8() + '=' + encoded(key, environment.value(key)));
    d->environment = variables;
}

void Command::setEnvironmentBytes(const QList<QByteArray> &environment)
{
    d->environment = environment;
}

QList<QByteArray> Command::environment() const
{
    return d->environment.value_or(QList<QByteArray>());
}

bool Command::inheritsEnvironment() const
{
    return !d->environment.has_value();
}

QString Command::workingDirectory() const
{
    return QFile::decodeName(d->workingDirectory);
}

void Command::setWorkingDirectory(const QString &directory)
{
    d->workingDirectory = QFile::encodeName(directory);
}

std::chrono::milliseconds Command::timeout() const
{
    return d->timeout;
}

void Command::setTimeout(std::chrono::milliseconds timeout)
{
    d->timeout = timeout;
}

std::chrono::milliseconds Command::queueTimeout() const
{
    return d->queueTimeout;
}

void Command::setQueueTimeout(std::chrono::milliseconds timeout)
{
    d->queueTimeout = timeout;
}

int Command::killSignal() const
{
    return d->killSignal;
}

void Command::setKillSignal(int signalNumber)
{
    d->killSignal = signalNumber;
}

std::chrono::milliseconds Command::killDelay() const
{
    return d->killDelay;
}

void Command::setKillDelay(std::chrono::milliseconds delay)
{
    d->killDelay = delay;
}

std::chrono::milliseconds Command::drainTimeout() const
{
    return d->drainTimeout;
}

void Command::setDrainTimeout(std::chrono::milliseconds timeout)
{
    d->drainTimeout = timeout;
}

int Command::niceLevel() const
{
    return d->extras().niceLevel.value_or(0);
}

void Command::setNiceLevel(int level)
{
    d->extras().niceLevel = level;
}

void Command::setResourceLimit(int resource, rlim_t soft, rlim_t hard)
{
    const Wire::ResourceLimit limit{static_cast<uint32_t>(resource), soft, hard};
    std::vector<Wire::ResourceLimit> &limits = d->extras().limits;
    const auto same
        = std::find_if(limits.begin(), limits.end(), [&limit](const Wire::ResourceLimit &other) {
              return other.resource == limit.resource;
          });
    if (same == limits.end())
        limits.push_back(limit);
    else
        *same = limit;
}

void Command::setDescriptor(int childFd, int fd)
{
    const int duplicate = fcntl(fd, F_DUPFD_CLOEXEC, LowestDuplicate);
    const int error = duplicate < 0 ? errno : 0;
    d->extras().descriptors.push_back(
        {childFd, std::make_shared<const Wire::Descriptor>(duplicate), error});
}

bool Command::isDetached() const
{
    return d->detached;
}

void Command::setDetached(bool detached)
{
    d->detached = detached;
}

int Command::priority() const
{
    return d->priority;
}

void Command::setPriority(int priority)
{
    d->priority = priority;
}

QString Command::label() const
{
    return d->label;
}

void Command::setLabel(const QString &label)
{
    d->label = label;
}

bool Command::isSecret() const
{
    return d->secret;
}

void Command::setSecret(bool secret)
{
    d->secret = secret;
}

} // namespace Spawn
