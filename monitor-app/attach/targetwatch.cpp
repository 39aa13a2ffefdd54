// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/targetwatch.h"

#include <monitoring/monitorclient.h>

#include <QtCore/QDir>

#include <unistd.h>

namespace Spawn {

using namespace std::chrono_literals;

TargetWatch::TargetWatch(QObject *parent) : QObject(parent)
{
    m_interval.setInterval(2s);
    m_soon.setInterval(50ms);
    m_soon.setSingleShot(true);
    connect(&m_interval, &QTimer::timeout, this, &TargetWatch::refresh);
    connect(&m_soon, &QTimer::timeout, this, &TargetWatch::refresh);
    connect(&m_directories, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (m_interval.isActive() && !m_soon.isActive())
            m_soon.start();
    });
}

void TargetWatch::setActive(bool active)
{
    if (active == m_interval.isActive())
        return;
    if (active) {
        m_interval.start();
        refresh();
    } else {
        m_interval.stop();
        m_soon.stop();
    }
}

// Where applications put their sockets, as MonitorServer says; above it until it is there.
void TargetWatch::watchDirectory()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString above = runtime.isEmpty() ? QDir::tempPath() : runtime;
    const QString name = runtime.isEmpty() ? QStringLiteral("asyncspawner-%1").arg(geteuid())
                                           : QStringLiteral("asyncspawner");
    const QString directory = QDir(above).filePath(name);
    const QString wanted = QDir(directory).exists() ? directory : above;
    const QStringList watched = m_directories.directories();
    if (watched.contains(wanted))
        return;
    if (!watched.isEmpty())
        m_directories.removePaths(watched);
    m_directories.addPath(wanted);
}

void TargetWatch::refresh()
{
    watchDirectory(); // first: what comes while it looks is not missed
    Q_EMIT found(MonitorClient::targets());
}

} // namespace Spawn
