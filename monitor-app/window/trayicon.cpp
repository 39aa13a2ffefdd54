// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/trayicon.h"

#include "models/terminaltext.h"
#include "window/appicon.h"
#include "window/monitoredapplication.h"

#include <memory>
#include <utility>

namespace Spawn {

TrayIcon::TrayIcon(QWidget *window) : m_window(window), m_icon(appIcon())
{
    m_menu.addAction(QStringLiteral("Show the window"), this, &TrayIcon::showWindow);
    m_menu.addAction(QStringLiteral("Quit"), window, &QWidget::close);
    m_icon.setContextMenu(&m_menu);
    m_icon.setToolTip(QStringLiteral("Spawn monitor"));
    connect(&m_icon, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason != QSystemTrayIcon::Context)
                    showWindow();
            });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
        showWindow();
        if (m_last)
            Q_EMIT chosen(m_last);
    });
    if (QSystemTrayIcon::isSystemTrayAvailable())
        m_icon.show();
}

static bool hasFailed(const MonitoredApplication &source)
{
    return source.snapshot().helper.state == AsyncSpawner::State::Failed;
}

void TrayIcon::watch(MonitoredApplication *source)
{
    // What has failed before is seen where it is attached.
    const auto failed = std::make_shared<bool>(hasFailed(*source));
    const auto look = [this, source, failed] {
        const bool before = std::exchange(*failed, hasFailed(*source));
        if (before || !*failed)
            return;
        notice(source,
               QStringLiteral("%1: the helper has given up").arg(source->snapshot().application),
               source->snapshot().failure.text);
    };
    connect(source, &MonitoredApplication::changed, this, look);
    connect(source, &MonitoredApplication::reset, this, look);
    connect(source, &MonitoredApplication::disconnected, this,
            [this, source](const QString &reason) {
                notice(source, QStringLiteral("%1 is cut off").arg(source->snapshot().application),
                       reason);
            });
}

void TrayIcon::notice(MonitoredApplication *source, const QString &title, const QString &text)
{
    m_last = source;
    const QString shownTitle = printableText(title.toUtf8());
    const QString shownText = printableText(text.toUtf8());
    if (m_icon.isVisible())
        m_icon.showMessage(shownTitle, shownText, QSystemTrayIcon::Warning);
    Q_EMIT noticed(shownTitle, shownText);
}

void TrayIcon::showWindow()
{
    if (m_window->isMinimized())
        m_window->showNormal();
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

} // namespace Spawn
