// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/monitortarget.h>

#include <QtCore/QFileSystemWatcher>
#include <QtCore/QList>
#include <QtCore/QTimer>

namespace Spawn {

// Looks for applications: at once when one begins or ends to listen, and every two seconds for
// what no file tells.
class TargetWatch final : public QObject
{
    Q_OBJECT
public:
    explicit TargetWatch(QObject *parent = nullptr);

    void setActive(bool active);
    void refresh();

Q_SIGNALS:
    void found(const QList<Spawn::MonitorTarget> &targets);

private:
    void watchDirectory();

    QFileSystemWatcher m_directories;
    QTimer m_interval;
    QTimer m_soon; // several files come with one application
};

} // namespace Spawn
