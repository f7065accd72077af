import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ButtonIcon } from '@backstage/ui';
import Drawer from '@material-ui/core/Drawer';
import { RiCloseLine } from '@remixicon/react';
import { useId, type ReactNode } from 'react';
import { strataTranslationRef } from '../translation';
import styles from './delivery.module.css';

/** A panel over the right of the page; Esc and the cross close it. */
export function SidePanel(props: {
  title: ReactNode;
  subtitle?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, subtitle, onClose, children } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const id = useId();
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      PaperProps={{ role: 'dialog', 'aria-labelledby': id, 'aria-modal': true }}
    >
      <div className={styles.panel}>
        <div className={styles.panelHead}>
          <div>
            <h2 id={id} className={styles.panelTitle}>
              {title}
            </h2>
            {subtitle && <p className={styles.panelSubtitle}>{subtitle}</p>}
          </div>
          <ButtonIcon
            variant="tertiary"
            icon={<RiCloseLine />}
            aria-label={t('panel.close')}
            onPress={onClose}
          />
        </div>
        {children}
      </div>
    </Drawer>
  );
}
