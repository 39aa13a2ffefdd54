// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/monitortarget.h>

#include <QtCore/QList>
#include <QtWidgets/QDialog>

class QCheckBox;
class QPushButton;
class QStackedWidget;

namespace Spawn {

class AttachModel;
class LaunchPage;
class RunningPage;
class SheetTabs;
class Veil;

// The sheet in front of the window where applications are chosen, or one is started. What is to be
// done is told by signals; it stays until it is closed, so that a refusal can be read in it.
class AttachDialog final : public QDialog
{
    Q_OBJECT
public:
    enum Tab {
        RunningTab,
        LaunchTab,
    };

    explicit AttachDialog(AttachModel *model, QWidget *parent = nullptr);

    void setCurrentTab(Tab tab);
    void setReadOnly(bool readOnly);
    bool isReadOnly() const;
    RunningPage *running() const { return m_running; }
    LaunchPage *launching() const { return m_launching; }

Q_SIGNALS:
    void attachRequested(const QList<Spawn::MonitorTarget> &targets, bool readOnly);
    void launchRequested(const QStringList &words, const QString &folder);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeButtons();
    void showTab(int tab);
    void showChosen();
    void act();

    RunningPage *m_running;
    LaunchPage *m_launching;
    SheetTabs *m_tabs;
    QStackedWidget *m_pages;
    QCheckBox *m_readOnly;
    QPushButton *m_cancel;
    QPushButton *m_act;
    Veil *m_veil = nullptr;
};

} // namespace Spawn
