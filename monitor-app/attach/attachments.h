// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attach/attachdialog.h"
#include "attach/attachmodel.h"
#include "attach/launcher.h"
#include "attach/targetwatch.h"
#include "window/attachedapplication.h"

#include <QtCore/QPointer>
#include <QtCore/QSet>

namespace Spawn {

class EmptyPage;
class MainWindow;
class ShownApplication;

// Brings applications into the window: those of the sheet, one that was launched, and while there
// is none the one that appears.
class Attachments final : public QObject
{
    Q_OBJECT
public:
    using Access = AttachedApplication::Access;

    // What is attached without being asked how, and the sheet at first.
    explicit Attachments(MainWindow *window, Access access = Access::AsAllowed);
    ~Attachments() override;

    // Looks for applications from now on. If only one can be attached, it is.
    void start();
    // One that is attached already is shown.
    void attach(const MonitorTarget &target, Access access);
    void showSheet(AttachDialog::Tab tab);
    AttachDialog *sheet() const { return m_sheet; } // null: there is none

Q_SIGNALS:
    void attached(Spawn::MonitoredApplication *source);
    void refused(const QString &name, const QString &reason);

private:
    void take(const QList<MonitorTarget> &targets);
    void attachWhatAppears();
    void keep(const QString &key, AttachedApplication *source);
    void refuse(const MonitorTarget &target, const QString &reason);
    void launch(const QStringList &words, const QString &folder);
    void closeSheetWhenDone();
    void showEmptyPage();
    void watchIfNeeded();

    MainWindow *m_window;
    EmptyPage *m_empty;
    Access m_access;
    Access m_launchAccess = Access::AsAllowed;
    AttachModel m_model;
    TargetWatch m_watch;
    Launcher m_launcher;
    QPointer<AttachDialog> m_sheet;
    QHash<QString, QPointer<ShownApplication>> m_shown; // by key
    QSet<QString> m_pending; // keys
    QSet<QString> m_seen; // keys of what could have been attached before
    bool m_anyFound = false;
    bool m_anyRefused = false; // since the sheet has asked
};

} // namespace Spawn
