// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachments.h"

#include "attach/launchpage.h"
#include "attach/runningpage.h"
#include "window/emptypage.h"
#include "window/mainwindow.h"

#include <QtCore/QDateTime>

#include <algorithm>
#include <utility>

namespace Spawn {

Attachments::Attachments(MainWindow *window, Access access)
    : m_window(window), m_empty(window->findChild<EmptyPage *>()), m_access(access), m_watch(this)
{
    connect(&m_watch, &TargetWatch::found, this, &Attachments::take);
    connect(window, &MainWindow::attachRequested, this,
            [this] { showSheet(AttachDialog::RunningTab); });
    connect(m_empty, &EmptyPage::launchRequested, this,
            [this] { showSheet(AttachDialog::LaunchTab); });
    connect(window, &MainWindow::detached, this, &Attachments::watchIfNeeded);
    connect(&m_launcher, &Launcher::appeared, this,
            [this](const MonitorTarget &target) { attach(target, m_launchAccess); });
    connect(&m_launcher, &Launcher::started, this, [this](qint64 processId) {
        if (m_sheet)
            m_sheet->launching()->showWaiting(processId);
        m_watch.setActive(true);
    });
    connect(&m_launcher, &Launcher::failed, this, [this](const QString &reason) {
        if (m_sheet)
            m_sheet->launching()->showFailure(reason);
        watchIfNeeded();
    });
}

Attachments::~Attachments()
{
    delete m_sheet;
}

void Attachments::start()
{
    m_watch.setActive(true);
}

void Attachments::take(const QList<MonitorTarget> &targets)
{
    QList<AttachTarget> all;
    for (const MonitorTarget &target : targets)
        all += examined(target);
    m_model.setTargets(all, QDateTime::currentMSecsSinceEpoch());
    m_launcher.look(targets);
    attachWhatAppears();
    showEmptyPage();
}

// At first only what leaves no choice; later what was not there before, as the empty page says.
void Attachments::attachWhatAppears()
{
    QList<MonitorTarget> fresh;
    QSet<QString> keys;
    for (const AttachTarget &target : m_model.targets()) {
        if (!target.canBeAttached() && !target.isAttached())
            continue;
        keys.insert(target.key());
        if (!m_seen.contains(target.key()))
            fresh += target.target;
    }
    m_seen = keys;
    const bool first = !std::exchange(m_anyFound, true);
    if (m_window->currentApplication() || m_sheet || !m_pending.isEmpty() || fresh.isEmpty())
        return;
    if (!first || fresh.size() == 1)
        attach(fresh.first(), m_access);
}

void Attachments::attach(const MonitorTarget &target, Access access)
{
    const QString key = AttachTarget::keyOf(target);
    if (m_pending.contains(key))
        return;
    if (ShownApplication *const shown = m_shown.value(key)) {
        if (!shown->isCutOff()) {
            m_window->setCurrentApplication(shown);
            closeSheetWhenDone();
            return;
        }
        m_window->detach(shown);
    }
    auto *const source = new AttachedApplication(access, this);
    m_pending.insert(key);
    connect(source, &AttachedApplication::attached, this, [this, key, source] {
        m_pending.remove(key);
        keep(key, source);
    });
    connect(source, &MonitoredApplication::disconnected, this,
            [this, key, source, target](const QString &reason) {
                if (!m_pending.remove(key)) {
                    m_model.setDetached(key); // and it may come again
                    return;
                }
                source->deleteLater();
                refuse(target, reason);
            });
    source->attach(target);
}

void Attachments::keep(const QString &key, AttachedApplication *source)
{
    m_model.setAttached(key, source->access() == Access::ReadOnly);
    connect(source, &QObject::destroyed, this, [this, key] { m_model.setDetached(key); });
    m_shown.insert(key, m_window->attach(source));
    Q_EMIT attached(source);
    closeSheetWhenDone();
    watchIfNeeded();
}

void Attachments::refuse(const MonitorTarget &target, const QString &reason)
{
    const QString key = AttachTarget::keyOf(target);
    m_anyRefused = true;
    m_model.setRefused(key, reason);
    Q_EMIT refused(target.name, reason);
    showSheet(AttachDialog::RunningTab);
    m_sheet->running()->select(key);
}

void Attachments::showSheet(AttachDialog::Tab tab)
{
    if (!m_sheet) {
        m_sheet = new AttachDialog(&m_model, m_window);
        m_sheet->setAttribute(Qt::WA_DeleteOnClose);
        m_sheet->setReadOnly(m_access == Access::ReadOnly);
        connect(m_sheet, &AttachDialog::attachRequested, this,
                [this](const QList<MonitorTarget> &targets, bool readOnly) {
                    m_anyRefused = false;
                    for (const MonitorTarget &target : targets)
                        attach(target, readOnly ? Access::ReadOnly : Access::AsAllowed);
                });
        connect(m_sheet, &AttachDialog::launchRequested, this, &Attachments::launch);
        connect(m_sheet, &QDialog::finished, this, [this] {
            m_sheet.clear(); // it is deleted a little later
            watchIfNeeded();
        });
        m_watch.setActive(true);
        m_watch.refresh();
    }
    m_sheet->setCurrentTab(tab);
    m_sheet->open();
}

void Attachments::launch(const QStringList &words, const QString &folder)
{
    m_anyRefused = false;
    m_launchAccess = m_sheet && m_sheet->isReadOnly() ? Access::ReadOnly : Access::AsAllowed;
    m_launcher.launch(words, folder);
}

void Attachments::closeSheetWhenDone()
{
    if (m_sheet && m_pending.isEmpty() && !m_anyRefused)
        m_sheet->accept();
}

void Attachments::showEmptyPage()
{
    const auto cannot
        = std::count_if(m_model.targets().begin(), m_model.targets().end(),
                        [](const AttachTarget &target) { return !target.canBeAttached(); });
    m_empty->setUnattachable(int(cannot));
}

// Whoever looks at an application does not wait for another one.
void Attachments::watchIfNeeded()
{
    m_watch.setActive(m_sheet || m_launcher.isWaiting() || !m_window->currentApplication());
}

} // namespace Spawn
