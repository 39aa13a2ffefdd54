// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "hostprocess.h"

#include <workers/parentchannel.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QProcessEnvironment>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

static const QElapsedTimer started = [] {
    QElapsedTimer timer;
    timer.start();
    return timer;
}();

int HostProcess::id() const
{
    return getpid();
}

int HostProcess::parentId() const
{
    return getppid();
}

QString HostProcess::program() const
{
    return QCoreApplication::applicationFilePath();
}

QStringList HostProcess::arguments() const
{
    return QCoreApplication::arguments();
}

QVariantMap HostProcess::environment() const
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    QVariantMap variables;
    for (const QString &name : environment.keys())
        variables.insert(name, environment.value(name));
    return variables;
}

QString HostProcess::folder() const
{
    return QDir::currentPath();
}

double HostProcess::uptime() const
{
    return static_cast<double>(started.nsecsElapsed());
}

QString HostProcess::qtVersion() const
{
    return QString::fromLatin1(qVersion());
}

void HostProcess::writeError(const QString &text) const
{
    fputs(text.toUtf8().constData(), stderr);
}

static void writeAnswers()
{
    if (ParentChannel *const parent = ParentChannel::instance())
        parent->flush();
}

void HostProcess::exit(int code)
{
    writeAnswers();
    fflush(nullptr);
    _exit(code); // not by returning: the engine stands on this very stack
}

int HostProcess::signalNumber(const QString &name) const
{
    const QByteArray wanted = name.toLatin1();
    for (int number = 1; number < NSIG; ++number) {
        const char *const abbreviation = sigabbrev_np(number);
        if (abbreviation != nullptr && wanted == QByteArray("SIG") + abbreviation)
            return number;
    }
    return -1;
}

QString HostProcess::kill(double process, int number)
{
    writeAnswers(); // it may be us
    if (::kill(static_cast<pid_t>(process), number) == 0)
        return {};
    return QString::fromLatin1(strerrorname_np(errno));
}

} // namespace Spawn
