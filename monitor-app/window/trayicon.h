// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSystemTrayIcon>

namespace Spawn {

class MonitoredApplication;

// Where the desktop has a place for it: leads back to the window, and gives notice when a helper
// has given up or an application has ended.
class TrayIcon final : public QObject
{
    Q_OBJECT
public:
    explicit TrayIcon(QWidget *window);

    // Until it is deleted; also while the window is paused.
    void watch(MonitoredApplication *source);

Q_SIGNALS:
    void noticed(const QString &title, const QString &text);
    void chosen(Spawn::MonitoredApplication *source); // of the last notice, if it is still there

private:
    void notice(MonitoredApplication *source, const QString &title, const QString &text);
    void showWindow();

    QWidget *m_window;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QPointer<MonitoredApplication> m_last;
};

} // namespace Spawn
